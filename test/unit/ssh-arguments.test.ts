import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sshArguments } from '../../src/api/ssh/arguments.js';
import { canAsk } from '../../src/api/ssh/can-ask.js';
import { sshAdvice } from '../../src/api/ssh/explain.js';
import { remoteCommand } from '../../src/api/ssh/remote-command.js';
import type { SshTarget } from '../../src/api/uri/target.js';
import { SSH_TARGET } from '../support/ssh-target.js';

const TARGET: SshTarget = { ...SSH_TARGET, host: 'box' };

const options = (more: Partial<SshTarget>, asks = true): string[] =>
  sshArguments({ ...TARGET, ...more }, asks).slice(0, -6);

describe('what ssh is started with', () => {
  it('ends with bytes that go through as they are, and with the host where no option can be', () => {
    const last = sshArguments({ ...TARGET, host: '-oProxyCommand=evil' }, true).slice(-6);
    expect(last).toEqual(['-T', '-e', 'none', '--', '-oProxyCommand=evil', remoteCommand(TARGET)]);
  });

  it.each<[Partial<SshTarget>, string[]]>([
    [{}, []],
    [{ port: 7, user: '-l', keyFile: '-k' }, ['-p', '7', '-l', '-l', '-i', '-k']],
    [{ verify: false }, ['-o', 'StrictHostKeyChecking=no']],
    [{ knownHosts: '/a b/%d"\\' }, ['-o', String.raw`UserKnownHostsFile="/a b/%%d\"\\"`]],
    [{ knownHostsVerify: 'normal' }, []],
    [
      { knownHostsVerify: 'auto', knownHosts: '/k' },
      ['-o', 'StrictHostKeyChecking=accept-new', '-o', 'UserKnownHostsFile="/k"'],
    ],
    [
      { knownHostsVerify: 'ignore', knownHosts: '/k' },
      ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null'],
    ],
    [{ sshAuth: ['agent'] }, ['-o', 'PreferredAuthentications=publickey', '-o', 'IdentityFile=none']],
    [
      { sshAuth: ['privkey', 'password'] },
      ['-o', 'PreferredAuthentications=publickey,password', '-o', 'IdentityAgent=none'],
    ],
    [{ sshAuth: ['agent', 'privkey'] }, ['-o', 'PreferredAuthentications=publickey']],
  ])('%j', (more, wanted) => {
    expect(options(more)).toEqual(wanted);
  });

  it('asks nobody where nobody can answer', () => {
    expect(options({}, false)).toEqual(['-o', 'BatchMode=yes']);
  });

  it('asks by a program where there is one, and a screen', () => {
    // Vitest's workers have no terminal.
    expect(canAsk({})).toBe(false);
    expect(canAsk({ SSH_ASKPASS: '/a' })).toBe(false);
    expect(canAsk({ SSH_ASKPASS: '/a', DISPLAY: ':0' })).toBe(true);
    expect(canAsk({ SSH_ASKPASS: '/a', SSH_ASKPASS_REQUIRE: 'force' })).toBe(true);
  });
});

describe('what the other host runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'libvirt-rpc-ssh-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const hostile = `it's "$(touch ${folder}/pwned)" \`touch ${folder}/pwned\`; touch ${folder}/pwned # \\ & | * ~\n!`;
  const shells = ['/bin/sh', '/bin/bash', '/bin/dash', '/bin/zsh', '/bin/csh', '/bin/tcsh', '/usr/bin/fish'].filter(
    existsSync,
  );

  /** Runs it with programs that write their arguments, as the user's shell would be asked to. */
  function run(shell: string, more: Partial<SshTarget>, programs: readonly string[]): string[] {
    const bin = mkdtempSync(join(folder, 'bin-'));
    for (const name of ['sh', 'grep', 'cat']) symlinkSync(`/bin/${name}`, join(bin, name));
    for (const name of programs) {
      writeFileSync(join(bin, name), `#!/bin/sh\nprintf '%s\\0' "$0" "$@"\n`, { mode: 0o755 });
    }
    const command = remoteCommand({ ...TARGET, ...more });
    const env = { PATH: [bin, folder].join(delimiter) };
    const output = execFileSync(shell, ['-c', command], { env, encoding: 'utf8' });
    return output
      .split('\0')
      .slice(0, -1)
      .map((word) => word.replace(`${bin}/`, ''));
  }

  it.each(shells)('is told apart from what a URI has, by %s', (shell) => {
    expect(run(shell, { proxy: 'native', name: hostile }, ['virt-ssh-helper'])).toEqual(['virt-ssh-helper', hostile]);
    expect(run(shell, { proxy: 'netcat', socket: hostile }, ['nc'])).toEqual(['nc', '-U', hostile]);
    const odd = "it's; nc $HOME";
    expect(run(shell, { proxy: 'netcat', netcat: odd }, [odd])).toEqual([odd, '-U', TARGET.socket]);
    expect(existsSync(join(folder, 'pwned'))).toBe(false);
  });

  it('is the helper where it is there, or else netcat', () => {
    expect(run('/bin/sh', {}, ['virt-ssh-helper', 'nc'])).toEqual(['virt-ssh-helper', 'lxc:///system']);
    expect(run('/bin/sh', { readOnly: true }, ['virt-ssh-helper'])).toEqual(['virt-ssh-helper', '-r', 'lxc:///system']);
    expect(run('/bin/sh', {}, ['nc'])).toEqual(['nc', '-U', TARGET.socket]);
  });

  it('tells a netcat to end with its input where it can be told', () => {
    const bin = mkdtempSync(join(folder, 'bin-'));
    writeFileSync(
      join(bin, 'openbsd'),
      `#!/bin/sh\n[ $# -gt 1 ] || { echo "nc: option requires an argument -- 'q'" >&2; exit 1; }\nprintf '%s ' "$@"\n`,
      { mode: 0o755 },
    );
    const command = remoteCommand({ ...TARGET, proxy: 'netcat', netcat: join(bin, 'openbsd') });
    expect(execFileSync('/bin/sh', ['-c', command], { encoding: 'utf8' })).toBe(`-q0 -U ${TARGET.socket} `);
  });
});

describe('what to do about what ssh said', () => {
  it.each<[Partial<SshTarget>, number, string, string]>([
    [{}, 255, 'Host key verification failed.', 'Log in once by "ssh box"'],
    [{}, 255, 'me@box: Permission denied (publickey).', 'a key or an agent is needed'],
    [{}, 255, 'ssh: Could not resolve hostname box: Name or service not known', 'does it resolve here?'],
    [{}, 255, 'ssh: connect to host box port 22: Connection refused', 'Is box up, and does its sshd listen'],
    [{ proxy: 'native' }, 127, 'sh: 1: exec: virt-ssh-helper: not found', 'has no virt-ssh-helper'],
    [{ proxy: 'netcat', netcat: 'ncat' }, 127, 'sh: 1: exec: ncat: not found', 'has no ncat: install one'],
    [{}, 127, 'sh: 1: exec: nc: not found', 'has neither virt-ssh-helper nor nc'],
    [{ socket: '/s' }, 1, 'nc: /s: No such file or directory', 'does it listen on /s?'],
    [{}, 1, 'something else', ''],
  ])('%j, %d, %s', (more, status, said, advice) => {
    expect(sshAdvice({ ...TARGET, ...more }, status, said)).toContain(advice);
  });
});
