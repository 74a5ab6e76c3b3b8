// @ts-check

/** @typedef {import('./index.mjs').FunctionFacts} FunctionFacts */

const AGENT_ERRORS = [
  '`VIR_ERR_ARGUMENT_UNSUPPORTED` where the domain has no guest agent',
  '`VIR_ERR_AGENT_UNRESPONSIVE` where its agent does not answer',
];

/**
 * What a running guest's agent tells and does.
 *
 * @type {Record<string, FunctionFacts>}
 */
export const FUNCTIONS = {
  virDomainGetGuestInfo: {
    summary:
      'What a running guest says of itself: its system, users, time zone, file systems, disks, interfaces, load.',
    params: { types: 'members of `DomainGuestInfoTypes`; 0: all that its agent knows' },
    flags: [],
    returns: '`os.name`, `user.0.name`, `fs.0.total-bytes` and so on',
    errors: AGENT_ERRORS,
  },
  virDomainGetGuestVcpus: {
    summary: 'Which of its processors a running guest uses, as its agent tells.',
    flags: [],
    returns: "`vcpus`, `online` and `offlinable`, each such as `'0-3'`",
    errors: AGENT_ERRORS,
  },
  virDomainSetGuestVcpus: {
    summary: 'Has a running guest use processors, or leave them alone. The domain keeps them.',
    params: { cpumap: "which: `'0-3,^2'`", state: '1: use; 0: leave alone' },
    flags: [],
    errors: AGENT_ERRORS,
  },
  virDomainGetTime: {
    summary: "A running guest's clock.",
    flags: [],
    returns: 's and ns since 1970, UTC',
    errors: AGENT_ERRORS,
  },
  virDomainSetTime: {
    summary: "Sets a running guest's clock.",
    params: {
      seconds: 's since 1970, UTC; ignored with `DomainSetTimeFlags.TIME_SYNC`, which takes the time from its RTC',
      nseconds: 'ns, beside the seconds',
    },
    flags: 'DomainSetTimeFlags',
    errors: AGENT_ERRORS,
  },
  virDomainSetUserPassword: {
    summary: "Sets the password of a running guest's user.",
    params: {
      password: 'in clear, or hashed as the guest does it with `DomainSetUserPasswordFlags.PASSWORD_ENCRYPTED`',
    },
    flags: 'DomainSetUserPasswordFlags',
    errors: AGENT_ERRORS,
  },
  virDomainAuthorizedSSHKeysGet: {
    summary: "The SSH keys that a running guest's user may log in with.",
    flags: [],
    returns: 'the lines of its `authorized_keys`',
    errors: AGENT_ERRORS,
  },
  virDomainAuthorizedSSHKeysSet: {
    summary: "Sets the SSH keys that a running guest's user may log in with, or adds to them, or removes some.",
    params: { keys: 'lines of its `authorized_keys`' },
    flags: 'DomainAuthorizedSSHKeysSetFlags',
    errors: AGENT_ERRORS,
  },
  virDomainAgentSetResponseTimeout: {
    summary: "Sets how long libvirt waits for the guest agent's answers.",
    params: { timeout: 's, or a member of `DomainAgentResponseTimeoutValues`' },
    flags: [],
    driver: 'qemu',
  },

  virDomainGetFSInfo: {
    summary: 'The file systems that a running guest has mounted, and the disks that each lies on.',
    flags: [],
    errors: AGENT_ERRORS,
  },
  virDomainFSFreeze: {
    summary: 'Has a running guest write its file systems out and hold still, so that a snapshot finds them whole.',
    params: { mountpoints: 'at most 256; none: all' },
    flags: [],
    returns: 'how many are frozen',
    errors: AGENT_ERRORS,
  },
  virDomainFSThaw: {
    summary: 'Lets a running guest write to its frozen file systems again.',
    params: { mountpoints: 'at most 256; none: all; the qemu driver takes nothing else' },
    flags: [],
    returns: 'how many are thawed',
    errors: AGENT_ERRORS,
  },
  virDomainFSTrim: {
    summary: 'Has a running guest tell its disks which blocks its file systems do not use.',
    params: {
      mountPoint: 'null: all; the qemu driver takes nothing else',
      minimum: 'bytes of a free range; shorter ones are left',
    },
    flags: [],
    errors: AGENT_ERRORS,
  },
};
