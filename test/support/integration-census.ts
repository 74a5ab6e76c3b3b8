import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import type { PrivateDaemon } from '../../scripts/daemon/index.mjs';

/** The open descriptors of this process, and what each is. */
export function ownDescriptors(): Map<number, string> {
  const found = new Map<number, string>();
  for (const name of readdirSync('/proc/self/fd')) {
    try {
      found.set(Number(name), readlinkSync(`/proc/self/fd/${name}`));
    } catch {
      // It was what the folder was read by.
    }
  }
  return found;
}

/** Who has which descriptors open. */
export interface Census {
  readonly process: Map<number, string>;
  readonly daemon: Map<number, string>;
}

async function count(daemon: PrivateDaemon): Promise<Census> {
  return { process: ownDescriptors(), daemon: await daemon.fds() };
}

/** Who has which descriptors open, once what was closed a moment ago is closed. */
export async function census(daemon: PrivateDaemon): Promise<Census> {
  for (let last = await count(daemon); ; ) {
    await delay(100);
    const next = await count(daemon);
    if (isDeepStrictEqual(next, last)) return next;
    last = next;
  }
}

/** Expects both tables of descriptors to become again what they were. The daemon closes its own a moment after its reply. */
export async function expectUnchanged(daemon: PrivateDaemon, before: Census): Promise<void> {
  await expect.poll(() => count(daemon), { timeout: 5000 }).toEqual(before);
}

/** Expects this process's table of descriptors to become again what it was. */
export async function expectOwnUnchanged(before: Map<number, string>): Promise<void> {
  await expect.poll(ownDescriptors, { timeout: 5000 }).toEqual(before);
}
