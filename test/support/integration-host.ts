import { fileURLToPath } from 'node:url';
import type { ConnectOptions } from '../../src/index.js';
import { finished, spawnOnHostOf } from './host-of.js';
import { builtLibrary } from './integration-built.js';

const PROGRAM = fileURLToPath(new URL('../../fixtures/connect.mjs', import.meta.url));

/** What a program tries. */
export interface Attempt {
  readonly uri: string | null;
  readonly options?: ConnectOptions;
  readonly env?: Readonly<Record<string, string>>;
}

/** What came of it: what the connection says, or what `connect` threw. */
export type Outcome = Readonly<Record<'uri' | 'type' | 'transport' | 'create' | 'error' | 'code' | 'message', string>>;

/**
 * Runs a program, on what looks to it like a host whose own daemon is this one, that connects once for each attempt.
 *
 * @param user whom it becomes first; by default it stays root's
 */
export async function connectOnHostOf(
  daemon: { readonly state: string },
  attempts: readonly Attempt[],
  user?: { readonly uid: number; readonly gid: number },
): Promise<Outcome[]> {
  const command = [process.execPath, PROGRAM, builtLibrary(), JSON.stringify({ user, attempts })];
  const child = spawnOnHostOf(daemon, command, { HOME: '/nonexistent' });
  const { stdout, stderr, status } = await finished(child);
  if (status !== 0) throw new Error(`the program ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as Outcome[];
}
