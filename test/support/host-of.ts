import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** What a program wrote, and how it ended. */
export interface Finished {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

const AS_HOST = `mount -t tmpfs tmpfs /run && ln -s "$0/run/libvirt" /run/libvirt &&
  mount --bind "$0/etc" /etc/libvirt && exec "$@"`;

/**
 * Starts a program on what looks to it like a host whose own daemon is this one: everything of the daemon's is where a
 * host has its own, and the rest of /run is empty.
 *
 * @param fds what it has as descriptors from 3 on
 */
export function spawnOnHostOf(
  daemon: { readonly state: string },
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
  fds: readonly number[] = [],
): ChildProcess {
  const args = ['--mount', '--propagation', 'private', 'sh', '-c', AS_HOST, daemon.state, ...command];
  const { PATH = '' } = process.env;
  return spawn('unshare', args, { env: { PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe', ...fds] });
}

/** Waits for a program's end. */
export async function finished(child: ChildProcess): Promise<Finished> {
  if (child.stdout === null || child.stderr === null) throw new TypeError('the program has no pipes');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { stdout, stderr, status: child.exitCode };
}
