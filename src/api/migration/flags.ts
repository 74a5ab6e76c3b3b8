import { invalidArgType, invalidArgValue, outOfRange } from '../../errors.js';
import { DomainMigrateFlags } from '../generated/constants.js';

const { NON_SHARED_DISK, NON_SHARED_INC, NON_SHARED_SYNCHRONOUS_WRITES, TUNNELLED, PARALLEL, PEER2PEER } =
  DomainMigrateFlags;

/** Whether one of the bits of `flag` is set. */
export function has(flags: number, flag: number): boolean {
  return (flags & flag) !== 0;
}

/** What the C client asks of a migration's flags before it asks anybody else. */
export function checkFlags(flags: number): void {
  if (typeof flags !== 'number') throw invalidArgType('flags', 'a number', flags);
  if (!Number.isInteger(flags) || flags < 0 || flags > 0xffffffff) throw outOfRange('flags', 'an unsigned int', flags);
  if (has(flags, NON_SHARED_DISK) && has(flags, NON_SHARED_INC)) throw exclusive('NON_SHARED_DISK', 'NON_SHARED_INC');
  if (has(flags, TUNNELLED) && has(flags, PARALLEL)) throw exclusive('TUNNELLED', 'PARALLEL');
  if (has(flags, NON_SHARED_SYNCHRONOUS_WRITES) && !has(flags, NON_SHARED_DISK | NON_SHARED_INC)) {
    throw invalidArgValue('flags', 'has NON_SHARED_SYNCHRONOUS_WRITES, but neither NON_SHARED_DISK nor NON_SHARED_INC');
  }
  if (has(flags, TUNNELLED) && !has(flags, PEER2PEER)) {
    throw invalidArgValue('flags', 'has TUNNELLED, but not PEER2PEER: only daemons tunnel');
  }
}

function exclusive(one: string, other: string): TypeError {
  return invalidArgValue('flags', `has both ${one} and ${other}, which exclude each other`);
}
