import { MIN_FRAME } from '../../../src/protocol/frame.js';
import type { Recorded } from './conversation.js';
import { mutateXdr, splice } from './mutate-bytes.js';
import type { Random } from './random.js';

/** Where each field of a header lies, and what it may be made. */
const LENGTH = 0;
const PROGRAM = 4;
const VERSION = 8;
const PROCEDURE = 12;
const TYPE = 16;
const SERIAL = 20;
const STATUS = 24;

const WITH_FDS = [4, 5];
const PROGRAMS = [0x2000_8086, 0x2000_8087, 0x0679_07ff, 0x6b65_6570, 0x0690_0690, 0, 0xffff_ffff];

type Messages = readonly Recorded[];
type Change = (messages: Messages, at: number, random: Random) => Messages;

function replaced(messages: Messages, at: number, change: Partial<Recorded>): Messages {
  return messages.with(at, { ...(messages[at] as Recorded), ...change });
}

/** Has a message's length be what it is, as it mostly must for anybody to look further. */
function fitted(bytes: Buffer): Buffer {
  if (bytes.length >= 4) bytes.writeUInt32BE(bytes.length, LENGTH);
  return bytes;
}

function withWord(messages: Messages, at: number, field: number, word: (old: number) => number): Messages {
  const bytes = Buffer.from((messages[at] as Recorded).bytes);
  if (bytes.length < field + 4) return messages;
  bytes.writeUInt32BE(word(bytes.readUInt32BE(field)) >>> 0, field);
  return replaced(messages, at, { bytes });
}

/** Has a message carry descriptors, or not. */
function carrying(messages: Messages, at: number, random: Random): Messages {
  const { bytes } = messages[at] as Recorded;
  if (bytes.length < MIN_FRAME) return messages;
  const had = WITH_FDS.includes(bytes.readUInt32BE(TYPE));
  const rest = bytes.subarray(had ? MIN_FRAME + 4 : MIN_FRAME);
  const nfds = random.pick([0, 1, 2, 3, 32, 33]);
  const word = Buffer.alloc(4);
  word.writeUInt32BE(nfds);
  const changed = Buffer.concat([bytes.subarray(0, MIN_FRAME), word, rest]);
  changed.writeUInt32BE(random.pick(WITH_FDS), TYPE);
  return replaced(messages, at, { bytes: fitted(changed), fds: random.once(3) ? random.below(4) : nfds });
}

const CHANGES: readonly Change[] = [
  (all, at, random) => withWord(all, at, LENGTH, (old) => old + random.pick([-28, -4, -1, 1, 4, 28])),
  (all, at, random) =>
    withWord(all, at, LENGTH, () => random.pick([0, 4, 27, 28, 33_554_460, 33_554_461, 0xffff_ffff])),
  (all, at, random) => withWord(all, at, PROGRAM, () => random.pick(PROGRAMS)),
  (all, at, random) => withWord(all, at, VERSION, () => random.below(3)),
  (all, at, random) => withWord(all, at, PROCEDURE, () => (random.once(8) ? random.word() : random.below(460))),
  (all, at, random) => withWord(all, at, TYPE, () => (random.once(8) ? random.word() : random.below(7))),
  (all, at, random) =>
    withWord(all, at, SERIAL, (old) => (random.once(2) ? old + random.pick([-1, 1]) : random.below(60))),
  (all, at, random) => withWord(all, at, STATUS, () => (random.once(8) ? random.word() : random.below(4))),
  carrying,
  // More or fewer descriptors than the message announces.
  (all, at, random) => replaced(all, at, { fds: random.below(4) }),
  // The payload, weighted by being the most of it.
  ...Array.from(
    { length: 6 },
    (): Change => (all, at, random) => {
      const { bytes } = all[at] as Recorded;
      const payload = mutateXdr(bytes.subarray(MIN_FRAME), random);
      const whole = Buffer.concat([bytes.subarray(0, MIN_FRAME), payload]);
      return replaced(all, at, { bytes: random.once(8) ? whole : fitted(whole) });
    },
  ),
  // The head of one with the payload of another; or any part with any other.
  (all, at, random) => {
    const { bytes } = all[at] as Recorded;
    const { bytes: other } = random.pick(all);
    const whole = random.once(2)
      ? Buffer.concat([bytes.subarray(0, MIN_FRAME), other.subarray(MIN_FRAME)])
      : splice(bytes, other, random);
    return replaced(all, at, { bytes: fitted(whole) });
  },
  // Anything at all.
  (all, at, random) => replaced(all, at, { bytes: mutateXdr((all[at] as Recorded).bytes, random) }),
  // Twice; not at all; earlier or later.
  (all, at, random) => all.toSpliced(random.below(all.length), 0, all[at] as Recorded),
  (all, at) => (all.length > 1 ? all.toSpliced(at, 1) : all),
  (all, at, random) => all.toSpliced(at, 1).toSpliced(random.below(all.length), 0, all[at] as Recorded),
  (all, at) => all.slice(0, at + 1),
];

/** Messages of the daemon's, changed once or a few times. Those of the client stay what they are. */
export function mutateMessages(original: Messages, random: Random): Messages {
  let messages = original;
  for (let changes = 1 + random.below(4); changes > 0; changes--) {
    const places = messages.flatMap(({ from }, i) => (from === 'daemon' ? [i] : []));
    if (places.length === 0) return messages;
    messages = random.pick(CHANGES)(messages, random.pick(places), random);
  }
  return messages;
}
