import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectionTrace } from '../../rpc/trace.js';
import { type Host, variable } from '../uri/host.js';

/** Where daemons are that a user's PATH may not have. */
const FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/sbin'];

/** A user's daemon ends itself when it has had nothing to do for so many seconds. */
const IDLE = 120;

/** A user's own daemon that was started. */
export interface StartedDaemon {
  readonly program: string;
  /** How it ended, where it has. A daemon that meets another one ends at once, and the other one answers. */
  readonly ended: string | null;
}

/** Where a daemon's program is. `null`: nowhere. */
export function findDaemon(programs: readonly string[], host: Host): string | null {
  const named = variable(host, 'VIRTD_PATH') ?? variable(host, 'LIBVIRTD_PATH');
  const folders = named === null ? [...(variable(host, 'PATH') ?? '').split(delimiter), ...FOLDERS] : [named];
  const paths = programs.flatMap((program) => folders.map((folder) => join(folder, program)));
  return paths.find((path) => host.exists(path)) ?? null;
}

/** Starts a user's own daemon as the C client does. It stays when this process ends. */
export function startDaemon(program: string): StartedDaemon {
  connectionTrace('starting %s', program);
  const state = { program, ended: null as string | null };
  const child = spawn(program, [`--timeout=${IDLE}`], { detached: true, stdio: 'ignore', cwd: '/' });
  child.unref();
  void once(child, 'exit').then(
    ([status, signal]) => {
      state.ended = status === null ? `was ended by ${signal}` : `ended with status ${status}`;
    },
    (error: Error) => {
      state.ended = `did not start: ${error.message}`;
    },
  );
  return state;
}

/** Milliseconds that a daemon is given to listen, and to one that has ended, so that another one may answer. */
const PATIENCE = 10_000;
const AFTERWARDS = 1000;
const MAX_PAUSE = 100;

/**
 * Repeats `attempt` until somebody answers.
 *
 * @returns what it came to in the end
 * @throws what it throws; the signal's reason
 */
export async function untilListening<T>(
  daemon: StartedDaemon,
  attempt: () => Promise<T>,
  succeeded: (outcome: T) => boolean,
  signal: AbortSignal | undefined,
): Promise<T> {
  let deadline = performance.now() + PATIENCE;
  let over = false;
  for (let pause = 5; ; pause = Math.min(2 * pause, MAX_PAUSE)) {
    const outcome = await attempt();
    if (succeeded(outcome) || performance.now() > deadline) return outcome;
    if (daemon.ended !== null && !over) {
      over = true;
      deadline = Math.min(deadline, performance.now() + AFTERWARDS);
    }
    await delay(pause, undefined, signal === undefined ? {} : { signal }).catch(() => signal?.throwIfAborted());
  }
}
