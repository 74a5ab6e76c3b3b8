import { LibvirtError } from '../../src/index.js';
import type { Limits } from './fault-conversation-plan.js';
import { WrongResult } from './fault-operations.js';
import type { Struck } from './fault-plan.js';

/** Bytes of which no change can pass for something else that is right: what they are of has the right result, or fails. */
const GUARDED: ReadonlySet<string | null> = new Set(['length', 'vers', 'proc', 'status']);

/** Whether time that was limited can have run out: a machine may be slower than any limit. */
function isLate(outcome: Error, { timeout, keepalive, connecting }: Limits): boolean {
  const { name, code } = outcome as Error & { code?: string };
  if (code === 'ERR_LIBVIRT_KEEPALIVE') return keepalive !== false && keepalive.interval < 1;
  return (
    (name === 'TimeoutError' && (timeout ?? connecting) !== undefined) ||
    (name === 'AbortError' && timeout !== undefined)
  );
}

/** Why an outcome is not one that what has happened can lead to; `null` where it is. */
export function judge(outcome: Error | null, struck: Struck | null, limits: Limits): string | null {
  if (outcome === null || isLate(outcome, limits)) return null;
  if (outcome instanceof WrongResult) {
    const may = struck?.kind === 'corrupt' && (struck.direction === 'up' || !GUARDED.has(struck.byte));
    return may ? null : 'a wrong result';
  }
  if (!(outcome instanceof LibvirtError)) return 'an error of no kind that the library has';
  const { name } = outcome;
  switch (struck?.kind) {
    case undefined:
      return 'an error, and nothing went wrong';
    case 'truncate':
    case 'reset':
      return name === 'ConnectionError' ? null : 'an error, but not that of a lost connection';
    case 'swallow':
    case 'block':
      return name === 'ConnectionError' ? null : 'an error, but not that of a silent daemon';
    default:
      return null;
  }
}
