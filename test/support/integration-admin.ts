import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { type AdmConnection, type ConnectAdminOptions, connectAdmin } from '../../src/index.js';
import { finished, spawnOnHostOf } from './host-of.js';
import { builtLibrary } from './integration-built.js';

const PROGRAM = fileURLToPath(new URL('../../fixtures/connect-admin.mjs', import.meta.url));

/** An admin connection that is closed when the test is over. */
export async function openAdmin(uri: string, options?: ConnectAdminOptions): Promise<AdmConnection> {
  const admin = await connectAdmin(uri, options);
  onTestFinished(() => admin.close());
  return admin;
}

/** What libvirt's own client says: its standard output. */
export function virtAdmin(uri: string, ...command: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync('virt-admin', ['-c', uri, ...command], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8' },
  });
  if (status !== 0) throw new Error(`virt-admin ${command.join(' ')}: ${stderr}`);
  return stdout.trim();
}

/** The `name : number` lines of it. */
export function virtAdminNumbers(uri: string, ...command: readonly string[]): Record<string, number> {
  const lines = virtAdmin(uri, ...command).matchAll(/^(\w+)\s*: (\d+)$/gm);
  return Object.fromEntries([...lines].map(([, name = '', value]) => [name, Number(value)]));
}

/** What a program tries. */
export interface AdminAttempt {
  readonly uri: string | null;
  readonly env?: Readonly<Record<string, string>>;
}

/** What came of it: what the connection says, or what `connectAdmin` threw. */
export interface AdminOutcome {
  readonly uri?: string;
  readonly servers?: readonly string[];
  readonly error?: string;
  readonly code?: string;
  readonly message?: string;
}

/**
 * Runs a program, on what looks to it like a host whose own daemon is this one, that connects to an admin server once for
 * each attempt.
 *
 * @param user whom it becomes first; by default it stays root's
 */
export async function connectAdminOnHostOf(
  daemon: { readonly state: string },
  attempts: readonly AdminAttempt[],
  user?: { readonly uid: number; readonly gid: number },
): Promise<AdminOutcome[]> {
  const command = [process.execPath, PROGRAM, builtLibrary(), JSON.stringify({ user, attempts })];
  const child = spawnOnHostOf(daemon, command, { HOME: '/nonexistent' });
  const { stdout, stderr, status } = await finished(child);
  if (status !== 0) throw new Error(`the program ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as AdminOutcome[];
}
