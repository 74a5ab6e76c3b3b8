import { getHeapStatistics } from 'node:v8';
import { ProtocolError } from '../../../src/errors.js';
import type { Frame } from '../../../src/protocol/frame.js';
import { FrameDecoder } from '../../../src/protocol/frame-decoder.js';
import { VIR_NET_CONTINUE, VIR_NET_STREAM } from '../../../src/protocol/generated/net/index.js';
import { largeBuffer } from '../../../src/protocol/large-buffer.js';
import type { Recorded } from './conversation.js';
import { mutateMessages } from './mutate-messages.js';
import type { Random } from './random.js';
import type { Target } from './target.js';

interface DecoderInput {
  readonly messages: readonly Recorded[];
  /** Where the bytes are cut, besides where descriptors are. */
  readonly cuts: readonly number[];
}

/** Bytes that come at one go, or how many descriptors come with one byte. */
type Item = Buffer | number;

/** What a decoder may allocate for each byte that has come, and besides. */
const FACTOR = 16;
const SLACK = 512 * 1024;

/** What this allocates once is not to count. */
largeBuffer(0);

/** What came of the items: what the sink was told, the error if there was one, and every descriptor that it got. */
class Outcome {
  readonly told: string[] = [];
  readonly fds: number[] = [];
  /** Of the last piece of a stream's data, which may have come in pieces. */
  #header = '';

  frame({ header, bytes, start, end, fds }: Frame): void {
    const head = JSON.stringify(header);
    const payload = bytes.subarray(start, end).toString('hex');
    const flows = header.type === VIR_NET_STREAM && header.status === VIR_NET_CONTINUE && end > start;
    if (flows && this.#header === head) this.told[this.told.length - 1] += payload;
    else this.told.push(`${head} ${fds} ${payload}`);
    this.#header = flows ? head : '';
    this.fds.push(...fds);
  }

  stray(fds: readonly number[]): void {
    this.told.push(`stray ${fds}`);
    this.#header = '';
    this.fds.push(...fds);
  }

  ended(how: string): void {
    this.told.push(how);
  }
}

function decode(items: readonly Item[]): Outcome {
  const outcome = new Outcome();
  const decoder = new FrameDecoder(outcome);
  const before = getHeapStatistics().external_memory;
  let came = 0;
  let given = 0;
  try {
    for (const item of items) {
      if (typeof item === 'number') {
        const fds = Array.from({ length: item }, (_, i) => given + i);
        given += item;
        decoder.pushDescriptors(fds);
        continue;
      }
      came += item.length;
      // A transport uses its memory again.
      const bytes = Buffer.from(item);
      decoder.push(bytes);
      bytes.fill(0xee);
    }
    outcome.ended(`${decoder.unfinished} bytes unfinished`);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    outcome.ended(error.message);
  }
  const grown = getHeapStatistics().external_memory - before;
  if (grown > FACTOR * came + SLACK) throw new Error(`${grown} bytes were allocated for ${came} that had come`);
  decoder.end();
  const kept = outcome.fds.toSorted((a, b) => a - b);
  if (kept.length !== given || kept.some((fd, i) => fd !== i)) {
    throw new Error(`of ${given} descriptors the sink got ${kept}`);
  }
  return outcome;
}

/** Bytes that follow each other as one, and then cut. */
function recut(items: readonly Item[], cuts: readonly number[]): Item[] {
  const joined: Item[] = [];
  for (const item of items) {
    const last = joined.at(-1);
    if (Buffer.isBuffer(item) && Buffer.isBuffer(last)) joined[joined.length - 1] = Buffer.concat([last, item]);
    else joined.push(item);
  }
  return joined.flatMap((item): Item[] => {
    if (typeof item === 'number') return [item];
    const places = [...new Set(cuts.map((cut) => cut % (item.length + 1)))].sort((a, b) => a - b);
    return [0, ...places].map((from, i) => item.subarray(from, places[i] ?? item.length));
  });
}

/** Descriptors come one by one, or, as no daemon sends them, some at once. */
function itemsOf({ messages, cuts }: DecoderInput): Item[] {
  return messages.flatMap(({ bytes, fds }): Item[] => [
    bytes,
    ...(cuts.length % 5 === 0 && fds > 0 ? [fds] : new Array<number>(fds).fill(1)),
  ]);
}

function someCuts(random: Random): number[] {
  return Array.from({ length: random.below(12) }, () => random.below(random.once(2) ? 64 : 4096));
}

/** The frame decoder: whatever comes, in whatever pieces. */
export const decoderTarget: Target<DecoderInput> = {
  name: 'decoder',
  share: 30,
  generate(random, { conversations }) {
    const { messages } = random.pick(conversations);
    const from = random.below(messages.length);
    const some = messages.slice(from, from + 1 + random.below(6)).map((one) => ({ ...one, from: 'daemon' as const }));
    return { messages: mutateMessages(some, random), cuts: someCuts(random) };
  },
  vary({ messages, cuts }, random) {
    if (random.once(4)) return { messages, cuts: someCuts(random) };
    return { messages: mutateMessages(messages, random), cuts };
  },
  check(input) {
    const items = itemsOf(input);
    const whole = decode(items);
    const pieces = decode(recut(items, input.cuts));
    if (whole.told.join('\n') !== pieces.told.join('\n')) {
      throw new Error(`cut, the same bytes are\n${pieces.told.join('\n')}\nand not\n${whole.told.join('\n')}`);
    }
  },
};
