import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What finding a daemon depends on, of the host that this process runs on. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether this process is root's: its daemon is the system's, and its settings are in /etc. */
  readonly root: boolean;
  readonly home: string;
  /** `null` where there is no such file. */
  readText(path: string): Promise<string | null>;
  exists(path: string): boolean;
}

export function realHost(): Host {
  return {
    env: process.env,
    root: process.geteuid?.() === 0,
    home: homedir(),
    async readText(path) {
      try {
        return await readFile(path, 'utf8');
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'ENOENT' || code === 'ENOTDIR') return null;
        throw error;
      }
    },
    exists: existsSync,
  };
}

/** A variable that is set to nothing counts as not set. */
export function variable({ env }: Host, name: string): string | null {
  return env[name] || null;
}

/** Where the client's settings are. */
export function configDirectory(host: Host): string {
  if (host.root) return '/etc/libvirt';
  return join(variable(host, 'XDG_CONFIG_HOME') ?? join(host.home, '.config'), 'libvirt');
}

/** Where the sockets of this user's own daemons are. */
export function runtimeDirectory(host: Host): string {
  const runtime = variable(host, 'XDG_RUNTIME_DIR') ?? variable(host, 'XDG_CACHE_HOME') ?? join(host.home, '.cache');
  return join(runtime, 'libvirt');
}

/** Where the sockets of daemons are: of this user's own, or of the system's. */
export function socketDirectory(session: boolean, host: Host): string {
  return session ? runtimeDirectory(host) : '/run/libvirt';
}
