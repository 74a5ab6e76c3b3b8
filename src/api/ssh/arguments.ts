import type { SshTarget } from '../uri/target.js';
import { remoteCommand } from './remote-command.js';

/** What ssh calls the ways to log in. An agent's keys and those in files are one way to it. */
const WAYS: Readonly<Record<string, string>> = {
  none: 'none',
  agent: 'publickey',
  privkey: 'publickey',
  password: 'password',
  'keyboard-interactive': 'keyboard-interactive',
};

function loginOptions({ sshAuth }: SshTarget): string[] {
  if (sshAuth === null) return [];
  const ways = new Set(sshAuth.map((way) => WAYS[way] as string));
  const options = [`PreferredAuthentications=${[...ways].join(',')}`];
  if (sshAuth.includes('privkey') && !sshAuth.includes('agent')) options.push('IdentityAgent=none');
  if (sshAuth.includes('agent') && !sshAuth.includes('privkey')) options.push('IdentityFile=none');
  return options;
}

/** ssh takes a file's name for several where it has spaces, and a percent sign for the beginning of something else. */
function fileOption(path: string): string {
  return `"${path.replaceAll('%', '%%').replace(/["\\]/gu, '\\$&')}"`;
}

function hostKeyOptions({ verify, knownHosts, knownHostsVerify }: SshTarget): string[] {
  const options: string[] = [];
  if (!verify) options.push('StrictHostKeyChecking=no');
  else if (knownHostsVerify === 'ignore') options.push('StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null');
  else if (knownHostsVerify === 'auto') options.push('StrictHostKeyChecking=accept-new');
  if (knownHosts !== null && knownHostsVerify !== 'ignore') {
    options.push(`UserKnownHostsFile=${fileOption(knownHosts)}`);
  }
  return options;
}

/**
 * What ssh is started with.
 *
 * @param asks whether there is somebody to answer what it asks
 */
export function sshArguments(target: SshTarget, asks: boolean): string[] {
  const { port, user, keyFile, host } = target;
  const options = [...(asks ? [] : ['BatchMode=yes']), ...hostKeyOptions(target), ...loginOptions(target)];
  return [
    ...(port === null ? [] : ['-p', `${port}`]),
    ...(user === null ? [] : ['-l', user]),
    ...(keyFile === null ? [] : ['-i', keyFile]),
    ...options.flatMap((option) => ['-o', option]),
    // Bytes go through as they are: there is no terminal on the other host, and no escape character.
    '-T',
    '-e',
    'none',
    '--',
    host,
    remoteCommand(target),
  ];
}
