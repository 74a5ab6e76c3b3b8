import type { ByteKind } from './fault-frames.js';
import type { Random } from './fault-random.js';

/** What carries a conversation. */
export type Carrier = 'koffi' | 'usocket' | 'none' | 'tcp';

/** To the daemon, or from it. */
export type Direction = 'up' | 'down';

/** What a proxy does to one direction all the time. */
export type Manner = 'pass' | 'delay' | 'split' | 'coalesce';

/** What a proxy does once. */
export type Blow = 'truncate' | 'reset' | 'swallow' | 'block' | 'corrupt';

/** Where a blow falls: at a byte of a message, or at a descriptor, each counted from 0. */
export type Place = { readonly message: number; readonly offset: number } | { readonly descriptor: number };

/** What goes wrong in one conversation. */
export interface FaultPlan {
  readonly manners: Readonly<Record<Direction, Manner>>;
  readonly blow: { readonly kind: Blow; readonly direction: Direction; readonly place: Place } | null;
}

/** What a blow came to. */
export interface Struck {
  readonly kind: Blow;
  readonly direction: Direction;
  readonly message: number;
  /** Of the byte that was touched. */
  readonly byte: ByteKind | null;
}

const MANNERS = { pass: 4, delay: 1, split: 2, coalesce: 2 };
const BLOWS = { none: 35, truncate: 15, reset: 10, swallow: 10, block: 5, corrupt: 25 };

/** Within a message: its length's beginning, its header, its payload's beginning, or further in. */
function offsetBy(random: Random): number {
  return random.pick([0, random.int(1, 3), random.int(4, 27), 28, random.int(28, 60), random.int(28, 4000)]);
}

/** @param messages about how many each side sends */
export function faultsBy(random: Random, messages: number): FaultPlan {
  const manners = { up: random.weighted(MANNERS), down: random.weighted(MANNERS) };
  const kind = random.weighted(BLOWS);
  const direction = random.pick(['up', 'down'] as const);
  const offset = offsetBy(random);
  const message = random.int(0, messages);
  const atDescriptor = kind !== 'corrupt' && random.chance(0.1);
  const place = atDescriptor ? { descriptor: random.int(0, 4) } : { message, offset };
  return { manners, blow: kind === 'none' ? null : { kind, direction, place } };
}
