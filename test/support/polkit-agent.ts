import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';

const ON_TERMINAL = fileURLToPath(new URL('polkit-agent.py', import.meta.url));

/** The agent's helper is set-uid, and asks the bus that every host has, whatever its environment says. */
const MOUNTS = `mount --bind "$0/shadow" /etc/shadow && mount -t tmpfs tmpfs /run && mkdir /run/dbus &&
  ln -s "$0/bus" /run/dbus/system_bus_socket && exec "$@"`;

/** Gives users of this host passwords that hold for agents of that folder's alone. */
export function writePasswords(folder: string, passwords: Readonly<Record<string, string>>): void {
  const lines = readFileSync('/etc/shadow', 'utf8').split('\n');
  const changed = lines.map((line) => {
    const [name = '', , ...rest] = line.split(':');
    const password = passwords[name];
    if (password === undefined) return line;
    const hash = execFileSync('openssl', ['passwd', '-6', '-stdin'], { input: password, encoding: 'utf8' }).trim();
    return [name, hash, ...rest].join(':');
  });
  writeFileSync(join(folder, 'shadow'), changed.join('\n'), { mode: 0o600 });
}

/** polkit's own agent for terminals, on one, which asks the user of a process. */
export class TerminalAgent {
  readonly #process: ChildProcess;
  #written = '';

  private constructor(process: ChildProcess) {
    this.#process = process;
    process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#written += text;
    });
  }

  /**
   * @param folder that of polkit and of the passwords
   * @param pid the process that it asks for
   * @param user whom the process is of
   */
  static async start(
    folder: string,
    pid: number,
    { uid, gid }: { readonly uid: number; readonly gid: number },
  ): Promise<TerminalAgent> {
    const become = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
    const command = ['python3', ON_TERMINAL, ...become, 'pkttyagent', '--process', `${pid}`, '--notify-fd', '3'];
    const child = spawn('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', MOUNTS, folder, ...command], {
      env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' },
      stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
    });
    const agent = new TerminalAgent(child);
    const registered = child.stdio[3] as Readable;
    registered.resume();
    await once(registered, 'end');
    if (child.exitCode !== null || agent.#written !== '') throw new Error(`there is no agent: ${agent.#written}`);
    return agent;
  }

  /** What it has written on its terminal. */
  get written(): string {
    return this.#written;
  }

  /** Waits until it asks for a password. */
  async asks(): Promise<void> {
    await vi.waitFor(() => {
      if (!this.#written.endsWith('Password: ')) throw new Error(`nobody is asked: ${this.#written}`);
    }, 10_000);
  }

  answer(password: string): void {
    this.#process.stdin?.write(`${password}\n`);
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const closed = once(this.#process, 'close');
    this.#process.stdin?.end();
    await closed;
  }
}
