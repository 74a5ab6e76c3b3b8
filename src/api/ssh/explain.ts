import type { SshTarget } from '../uri/target.js';

/** A shell's status for a program that is not there. */
const NOT_FOUND = 127;

/** What to do about what ssh, or what it started on the other host, said. */
export function sshAdvice(target: SshTarget, status: number | null, said: string): string {
  const { host, command, proxy, socket } = target;
  if (/Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED/u.test(said)) {
    return `Log in once by "${command} ${host}", compare the host's key with the one that its administrator tells, and accept it; or name a file with it by known_hosts=.`;
  }
  if (/Permission denied \(|Too many authentication failures/u.test(said)) {
    return 'A user, a key or an agent is needed that the other host accepts without asking: name them by USER@ and keyfile=, or in ~/.ssh/config.';
  }
  if (/Could not resolve hostname/u.test(said)) return 'Is the name right, and does it resolve here?';
  if (/^ssh: connect to host /mu.test(said)) return `Is ${host} up, and does its sshd listen on that port?`;
  if (status === NOT_FOUND || /not found/u.test(said)) return missingAdvice(target);
  if (/No such file or directory|Connection refused|unable to connect|Failed to connect/iu.test(said)) {
    return `Does the daemon run on the other host, and does it listen on ${proxy === 'native' ? 'its usual socket' : socket}?`;
  }
  return '';
}

function missingAdvice({ proxy, netcat }: SshTarget): string {
  const program = netcat ?? 'nc';
  switch (proxy) {
    case 'native':
      return 'The other host has no virt-ssh-helper, which comes with its libvirt from 6.8.0 on: install it, or connect with proxy=netcat.';
    case 'netcat':
      return `The other host has no ${program}: install one (Debian: "apt-get install netcat-openbsd"), or name it by netcat=.`;
    default:
      return `The other host has neither virt-ssh-helper nor ${program}: install one of them (Debian: "apt-get install netcat-openbsd").`;
  }
}
