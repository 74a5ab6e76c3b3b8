import { setImmediate as turn } from 'node:timers/promises';
import { ConnectionError, LibvirtError, ProtocolError } from '../../../src/errors.js';
import { MIN_FRAME } from '../../../src/protocol/frame.js';
import type { Recorded } from './conversation.js';
import { mutateMessages } from './mutate-messages.js';
import type { Random } from './random.js';
import { Replay } from './replay.js';
import type { Corpus, Target } from './target.js';

interface SessionInput {
  readonly messages: readonly Recorded[];
  /** How many bytes come at a time; 0: each message at once. */
  readonly piece: number;
  /** Streams are held when something has come, and are not read any further. */
  readonly held: boolean;
}

const TYPE = 16;
const SERIAL = 20;
const LONGEST = 24;

const isCall = ({ from, bytes }: Recorded): boolean =>
  from === 'client' && [0, 4].includes(bytes.readUInt32BE(TYPE)) && bytes.readUInt32BE(SERIAL) > 0;

/** Part of a conversation, as if nothing had been said before. */
function excerpt(random: Random, { conversations }: Corpus): readonly Recorded[] {
  const { messages } = random.pick(conversations);
  const calls = messages.flatMap((message, i) => (isCall(message) ? [i] : []));
  const from = random.pick(calls);
  const shift = (messages[from] as Recorded).bytes.readUInt32BE(SERIAL) - 1;
  return messages.slice(from, from + 2 + random.below(LONGEST)).flatMap((message) => {
    if (message.bytes.length < MIN_FRAME) return [message];
    const serial = message.bytes.readUInt32BE(SERIAL);
    // Events and keepalive's messages have none.
    if (serial === 0) return [message];
    if (serial <= shift) return [];
    const bytes = Buffer.from(message.bytes);
    bytes.writeUInt32BE(serial - shift, SERIAL);
    return [{ ...message, bytes }];
  });
}

function someWay(random: Random): Pick<SessionInput, 'piece' | 'held'> {
  return { piece: random.once(4) ? 1 + random.below(40) : 0, held: random.once(6) };
}

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

function check(condition: boolean, otherwise: () => string): void {
  if (!condition) throw new Error(otherwise());
}

/** A session whose daemon says anything: it ends, and with it all that waits. */
export const sessionTarget: Target<SessionInput> = {
  name: 'session',
  share: 10,
  generate(random, corpus) {
    return { messages: mutateMessages(excerpt(random, corpus), random), ...someWay(random) };
  },
  vary(input, random) {
    if (random.once(8)) return { ...input, ...someWay(random) };
    return { ...input, messages: mutateMessages(input.messages, random) };
  },
  async check({ messages, piece, held }) {
    const unhandled: unknown[] = [];
    const note = (error: unknown) => unhandled.push(error);
    process.on('unhandledRejection', note);
    const before = timers();
    try {
      const replay = new Replay({ held });
      await replay.play(messages, piece);
      const why = await replay.end();
      check(
        why instanceof ProtocolError || why instanceof ConnectionError,
        () => `the session ended because of ${String(why)}`,
      );
      await turn();
      for (const [name, outcome] of replay.outcomes) {
        check(outcome !== undefined, () => `${name} is pending for ever`);
        if (outcome instanceof Error && !(outcome instanceof LibvirtError)) throw outcome;
      }
      for (const sink of replay.sinks) {
        check(sink.ends === (sink.aborted ? 0 : 1), () => `a stream was told ${sink.ends} times that it is over`);
      }
      check(replay.ledger.size === 0, () => `${replay.ledger.size} descriptors are open`);
      check(replay.closed, () => 'the transport is open');
      check(unhandled.length === 0, () => `nobody handled ${String(unhandled[0])}`);
      check(timers() <= before, () => 'a timer is left');
    } finally {
      process.off('unhandledRejection', note);
    }
  },
};
