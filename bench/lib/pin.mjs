// @ts-check
import { execFileSync, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

export const CLIENT_CORE = 0;
export const SERVER_CORE = 1;

/** Whether client and server have a core each. */
export const PINNED = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

let ahead = false;

/**
 * From now on, what is measured runs before everything else that the machine does.
 *
 * @throws where this user may not ask for that
 */
export function runAhead() {
  execFileSync('chrt', ['-r', '1', 'true']);
  ahead = true;
}

/**
 * The command, on one core.
 *
 * @param {number} core
 * @param {readonly string[]} command
 * @returns {readonly string[]}
 */
export function pinned(core, command) {
  return [...(ahead ? ['chrt', '-r', '1'] : []), ...(PINNED ? ['taskset', '-c', `${core}`] : []), ...command];
}

/**
 * Does the same with a process that runs already, and all its threads.
 *
 * @param {number | null} core `null`: any
 * @param {number} pid
 */
export function pin(core, pid) {
  if (PINNED && core !== null) execFileSync('taskset', ['-a', '-c', '-p', `${core}`, `${pid}`], { stdio: 'ignore' });
  if (ahead) execFileSync('chrt', ['-a', '-r', '-p', '1', `${pid}`], { stdio: 'ignore' });
}
