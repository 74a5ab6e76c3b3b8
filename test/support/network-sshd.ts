import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll } from 'vitest';
import { children } from './network-children.js';
import { freePorts } from './network-ports.js';

/** What the other host's programs are: their names there, and what they are here. */
export type RemotePrograms = Readonly<Record<string, string>>;

/** An sshd of a test's own on a loopback port, which lets this user in by a key, and nobody else. */
export class PrivateSshd {
  readonly folder: string;
  readonly port: number;
  /** The key that it lets in. */
  readonly key: string;
  /** A file with its host key. */
  readonly knownHosts: string;
  #process: ChildProcess | undefined;
  #log = '';

  constructor(folder: string, port: number) {
    this.folder = folder;
    this.port = port;
    this.key = join(folder, 'user');
    this.knownHosts = join(folder, 'known_hosts');
  }

  /** @param programs what is on its users' PATH besides what every host has */
  async start(programs: RemotePrograms): Promise<void> {
    const { folder, port } = this;
    const bin = join(folder, 'bin');
    mkdirSync(bin, { recursive: true });
    for (const name of ['sh', 'grep', 'which', 'cat']) symlinkSync(`/bin/${name}`, join(bin, name));
    for (const [name, target] of Object.entries(programs)) symlinkSync(target, join(bin, name));
    makeKey(join(folder, 'host'));
    makeKey(this.key);
    writeFileSync(join(folder, 'authorized'), readFileSync(`${this.key}.pub`));
    writeFileSync(this.knownHosts, `[127.0.0.1]:${port} ${readFileSync(join(folder, 'host.pub'), 'utf8')}`);
    const shell = join(folder, 'command.sh');
    writeFileSync(shell, `#!/bin/sh\nPATH=${bin}\nexport PATH\neval "$SSH_ORIGINAL_COMMAND"\n`);
    chmodSync(shell, 0o755);
    writeFileSync(
      join(folder, 'sshd_config'),
      `Port ${port}\nListenAddress 127.0.0.1\nHostKey ${join(folder, 'host')}\nAuthorizedKeysFile ${join(folder, 'authorized')}\n` +
        'PidFile none\nUsePAM no\nStrictModes no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n' +
        `PermitRootLogin prohibit-password\nAllowUsers ${userInfo().username}\nForceCommand ${shell}\nLogLevel VERBOSE\n`,
    );
    await this.listen();
  }

  /** Takes connections, again where it was stopped. */
  async listen(): Promise<void> {
    mkdirSync('/run/sshd', { recursive: true });
    this.#process = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', join(this.folder, 'sshd_config')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#log += text;
    });
    await this.#listening();
  }

  /** What it has written. */
  get log(): string {
    return this.#log;
  }

  /** Parameters of a URI that reaches it. */
  params(more: Readonly<Record<string, string>> = {}): string {
    const all = { keyfile: this.key, known_hosts: this.knownHosts, ...more };
    return new URLSearchParams(all).toString().replaceAll('+', '%20');
  }

  /** Ends the connections that it has, as a host does that goes down. It takes others. */
  dropConnections(): void {
    const { pid } = this.#process ?? {};
    if (pid === undefined) throw new Error('sshd has not been started');
    for (const child of children(pid)) process.kill(child.pid, 'SIGKILL');
  }

  async stop(): Promise<void> {
    if (this.#process === undefined) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill();
    await ended;
    // Its sessions write there, too, and end with their clients.
    this.#process.stderr?.destroy();
    this.#process = undefined;
  }

  async #listening(): Promise<void> {
    for (let tries = 0; tries < 500; tries++) {
      const socket = net.connect(this.port, '127.0.0.1');
      try {
        await once(socket, 'connect');
        return;
      } catch {
        await delay(10);
      } finally {
        socket.destroy();
      }
    }
    appendFileSync(join(this.folder, 'log'), this.#log);
    throw new Error(`sshd does not listen: ${this.#log}`);
  }
}

/** Makes a key without a passphrase. */
export function makeKey(path: string): void {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', path]);
}

/** An sshd that the tests of a file share. */
export function useSshd(folder: string, programs: () => RemotePrograms): () => PrivateSshd {
  let sshd: PrivateSshd | undefined;
  beforeAll(async () => {
    const [port] = await freePorts(1);
    sshd = new PrivateSshd(folder, port as number);
    mkdirSync(folder, { recursive: true });
    await sshd.start(programs());
  });
  afterAll(() => sshd?.stop());
  return () => {
    if (sshd === undefined) throw new Error('sshd runs only during tests');
    return sshd;
  };
}
