// @ts-check

export const USAGE = `usage: npm run demo [-- --connect URI]

Hands a listening socket and a log file to a container's init, and shows that the container answers on it.

  --connect URI   use a daemon that runs already, such as lxc:///system, instead of a private one`;

/**
 * What somebody can do who is not root, where no daemon answers.
 *
 * @param {Error} error why connecting to the host's daemon failed
 */
export const whatToDo = (error) => `
The demo needs a libvirtd that may start containers, and this user has none:
${error.message}

Any of these will do:

  sudo npm run demo
      installs libvirtd from Debian's packages if it is not there, and starts a private one, which is gone afterwards

  npm run demo -- --connect 'lxc+unix:///system?socket=/run/libvirt/libvirt-sock'
      uses the daemon that listens there; this user must be allowed to connect (often: be in the group libvirt)`;
