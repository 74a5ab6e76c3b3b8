import fc from 'fast-check';
import { ProtocolError } from '../../../src/errors.js';
import { MIN_FRAME } from '../../../src/protocol/frame.js';
import { procedures as lxc } from '../../../src/protocol/generated/lxc/index.js';
import {
  VIR_NET_CALL_WITH_FDS,
  VIR_NET_ERROR,
  VIR_NET_REPLY_WITH_FDS,
} from '../../../src/protocol/generated/net/index.js';
import { procedures as qemu } from '../../../src/protocol/generated/qemu/index.js';
import { procedures as remote } from '../../../src/protocol/generated/remote/index.js';
import type { EventMessage, Procedure } from '../../../src/protocol/procedure.js';
import { measured } from '../../protocol/support/allocation.js';
import { arbitrary } from '../../protocol/support/arbitrary.js';
import { type DescribedType, TABLE, TYPES, type Type } from '../../protocol/support/model.js';
import type { Recorded } from './conversation.js';
import { mutateXdr, splice } from './mutate-bytes.js';
import type { Random } from './random.js';
import type { Corpus, Target } from './target.js';

interface CodecInput {
  readonly type: string;
  readonly bytes: Uint8Array;
}

const BY_NAME = new Map(TYPES.map((type) => [type.name, type]));

const PROCEDURES = new Map(
  [remote, qemu, lxc].flatMap((table) =>
    Object.values(table as unknown as Record<string, Procedure<unknown, unknown> | EventMessage<unknown>>).map(
      (procedure) => [`${procedure.program} ${procedure.number}`, procedure] as const,
    ),
  ),
);

/** The payload of a recorded message and the name of what it is, if it is one of these programs'. */
export function payloadOf({ bytes }: Recorded): { readonly type: string; readonly bytes: Buffer } | null {
  const procedure = PROCEDURES.get(`${bytes.readUInt32BE(4)} ${bytes.readUInt32BE(12)}`);
  if (procedure === undefined) return null;
  const kind = bytes.readUInt32BE(16);
  const { args, ret } = procedure;
  const msg = procedure.kind === 'event' ? procedure.msg.name : '';
  // By the kind of the message: a call, a reply, an event, a stream's data, the first two with descriptors, a hole.
  const names = [args.name, ret.name, msg, '', args.name, ret.name, 'virNetStreamHole'];
  const type = bytes.readUInt32BE(24) === VIR_NET_ERROR ? 'virNetMessageError' : names[kind];
  const start = kind === VIR_NET_CALL_WITH_FDS || kind === VIR_NET_REPLY_WITH_FDS ? MIN_FRAME + 4 : MIN_FRAME;
  return type === undefined || !BY_NAME.has(type) ? null : { type, bytes: bytes.subarray(start) };
}

const SAMPLES = 4;
const SEED = 20_240_229;
const sampled = new Map<string, readonly Uint8Array[]>();

function samplesOf({ name, codec }: DescribedType): readonly Uint8Array[] {
  const known = sampled.get(name);
  if (known !== undefined) return known;
  const samples = fc.sample(arbitrary(name), { numRuns: SAMPLES, seed: SEED }).map((value) => codec.encode(value));
  sampled.set(name, samples);
  return samples;
}

function seedOf(random: Random, { conversations }: Corpus): CodecInput {
  if (random.once(3)) {
    const message = random.pick(random.pick(conversations).messages);
    const payload = payloadOf(message);
    if (payload !== null) return payload;
  }
  const type = random.pick(TYPES);
  return { type: type.name, bytes: random.pick(samplesOf(type)) };
}

const lossy = new Map<string, boolean>();

/** Whether some bytes of a type are ignored: those of a `char` or `short`, of whose words C keeps the lowest. */
function ignoresBytes(type: Type): boolean {
  if (typeof type !== 'string') return ignoresBytes('of' in type ? type.of : 'opaque');
  if (['char', 'uchar', 'short', 'ushort'].includes(type)) return true;
  const known = lossy.get(type);
  if (known !== undefined || !BY_NAME.has(type)) return known ?? false;
  lossy.set(type, false);
  const definition = TABLE.get(type);
  const members =
    definition.kind === 'struct'
      ? definition.fields.map((field) => field.type)
      : definition.kind === 'typedef'
        ? [definition.type]
        : definition.kind === 'union'
          ? definition.arms.flatMap(({ field }) => (field === null ? [] : [field.type]))
          : [];
  const answer = members.some(ignoresBytes);
  lossy.set(type, answer);
  return answer;
}

/** Whether a value has what cannot be sent, or be sent as it came: a NUL, what was no UTF-8, what is no number. */
function unsendable(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0') || value.includes('\ufffd');
  if (typeof value === 'number') return Number.isNaN(value);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return false;
  return Object.values(value).some(unsendable);
}

/** Every type of the protocol: bytes are a value that has those bytes, or a ProtocolError. */
export const codecTarget: Target<CodecInput> = {
  name: 'codec',
  share: 50,
  generate(random, corpus) {
    return this.vary(seedOf(random, corpus), random, corpus);
  },
  vary({ type, bytes }, random, corpus) {
    if (random.once(12)) return { type, bytes: splice(bytes, seedOf(random, corpus).bytes, random) };
    return { type, bytes: mutateXdr(bytes, random) };
  },
  check({ type, bytes }) {
    const described = BY_NAME.get(type);
    if (described === undefined) throw new Error(`no type is called ${type}`);
    const { codec } = described;
    const { result, excess } = measured(bytes.length, (): { readonly value: unknown } | ProtocolError => {
      try {
        return { value: codec.decode(bytes) };
      } catch (error) {
        if (error instanceof ProtocolError) return error;
        throw error;
      }
    });
    if (excess > 0) throw new Error(`${excess} bytes too many were allocated`);
    if (result instanceof ProtocolError) {
      if (result.path?.startsWith(type) !== true) throw new Error(`the path of '${result.message}' is not in ${type}`);
      return;
    }
    if (unsendable(result.value)) return;
    const again = codec.encode(result.value);
    if (Buffer.from(again).equals(bytes)) return;
    if (!ignoresBytes(type)) throw new Error(`the value has other bytes: ${Buffer.from(again).toString('hex')}`);
    if (!Buffer.from(codec.encode(codec.decode(again))).equals(again)) throw new Error('the value is not stable');
  },
};
