import { closeSync, openSync, readSync, unlinkSync, writeFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';

const SECTOR = 512;

/** A disk image, and descriptors of it that the test closes when it ends. */
export interface Image {
  /** Open for reading and writing. */
  readonly readWrite: number;
  /** Open for reading alone. */
  readonly readOnly: number;
}

/**
 * An image that has no name any more, and had one that nobody but this process's user could open: its descriptors are
 * the only way to it.
 */
export function unnamedImage(path: string, bytes: Uint8Array): Image {
  writeFileSync(path, bytes, { mode: 0o600, flag: 'wx' });
  try {
    return { readWrite: opened(path, 'r+'), readOnly: opened(path, 'r') };
  } finally {
    unlinkSync(path);
  }
}

/** A descriptor that is closed when the test ends. */
export function opened(path: string, flags: string): number {
  const fd = openSync(path, flags);
  onTestFinished(() => closeSync(fd));
  return fd;
}

/** One sector of an image, counted from 0. */
export function sector(fd: number, number: number): Buffer {
  const bytes = Buffer.alloc(SECTOR);
  readSync(fd, bytes, 0, SECTOR, number * SECTOR);
  return bytes;
}
