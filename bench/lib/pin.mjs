// @ts-check
import { execFileSync, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

export const CLIENT_CORE = 0;
export const SERVER_CORE = 1;

const can = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

/** Whether client and server have a core each. */
export const PINNED = can;

/**
 * The command, on one core.
 *
 * @param {number} core
 * @param {readonly string[]} command
 * @returns {readonly string[]}
 */
export function pinned(core, command) {
  return can ? ['taskset', '-c', `${core}`, ...command] : command;
}

/**
 * Moves a process with all its threads to a core.
 *
 * @param {number} core
 * @param {number} pid
 */
export function pin(core, pid) {
  if (can) execFileSync('taskset', ['-a', '-c', '-p', `${core}`, `${pid}`], { stdio: 'ignore' });
}
