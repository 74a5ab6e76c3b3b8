import { AuthError, ProtocolError } from '../../../src/errors.js';
import { mechanismsToTry } from '../../../src/rpc/sasl/choose.js';
import { Scram } from '../../../src/rpc/sasl/scram/scram.js';
import type { SecurityLayer } from '../../../src/rpc/sasl/security-layer.js';
import { protect, TokenStream } from '../../../src/rpc/sasl/token-stream.js';
import { mutateXdr } from './mutate-bytes.js';
import { mutateText } from './mutate-text.js';
import type { Random } from './random.js';
import type { Target } from './target.js';

interface SaslInput {
  /** What the daemon says, step by step. `null`: nothing. */
  readonly said: readonly (Uint8Array | null)[];
  /** Tokens of a layer, and where they are cut. */
  readonly tokens: Uint8Array;
  readonly cut: number;
  readonly offered: readonly string[];
}

const NONCE = 'clientnonce';
const FIRST = `r=${NONCE}server,s=QSXCR+Q6sek8bf92,i=4096`;
const FINAL = 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=';
const OTHERS = [FIRST, FINAL, 'e=invalid-proof', 'm=ext,r=x'];
const OFFERED = [
  'SCRAM-SHA-1',
  'SCRAM-SHA-256',
  'PLAIN',
  'EXTERNAL',
  'GSSAPI',
  'ANONYMOUS',
  'DIGEST-MD5',
  '',
  '__proto__',
];

/** The most iterations that these inputs ask for: more are work, and nothing else. */
const ITERATIONS = 5000;

const ITERATION = /i=(\d+)/u;
const few = (all: string, i: string): string => (Number(i) > ITERATIONS && Number(i) < 1e7 ? 'i=4096' : all);

const bytesOf = (text: string): Buffer => Buffer.from(text);
const someTokens = (random: Random): Uint8Array => protect(LAYER, random.bytes(random.below(150)));

/** Turns each byte round, and adds one. */
const LAYER: SecurityLayer = {
  maxPiece: 50,
  maxToken: 64,
  wrap: (piece) => Buffer.from([...piece.map((byte) => byte ^ 0xff), 7]),
  unwrap: (token) => {
    if (token.at(-1) !== 7) throw new ProtocolError('not a token');
    return token.subarray(0, -1).map((byte) => byte ^ 0xff);
  },
  end: () => {},
};

function unwrapped(pieces: readonly Uint8Array[]): string {
  const stream = new TokenStream(LAYER);
  const plain: Buffer[] = [];
  try {
    for (const piece of pieces) for (const part of stream.push(piece)) plain.push(part);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    plain.push(Buffer.from(error.message));
  }
  return Buffer.concat(plain).toString('hex');
}

/** Lets through what a login may end in. */
function allow(error: unknown): void {
  if (!(error instanceof AuthError || error instanceof ProtocolError)) throw error;
}

async function logIn(said: SaslInput['said']): Promise<void> {
  const scram = new Scram('sha1', { username: 'user', password: 'pencil' }, { nonce: NONCE });
  await scram.start();
  try {
    for (const message of said) await scram.step(message);
  } catch (error) {
    allow(error);
  }
  // Nothing that these messages are made of proves that the daemon knows the password.
  if (scram.complete) throw new Error('the login is complete');
}

/** What a daemon says during a login by SASL, and after it. */
export const saslTarget: Target<SaslInput> = {
  name: 'sasl',
  share: 2,
  generate(random, corpus) {
    const fresh = { said: [FIRST, FINAL].map(bytesOf), tokens: Buffer.alloc(0), cut: 0, offered: [] };
    return { ...this.vary(fresh, random, corpus), tokens: mutateXdr(someTokens(random), random) };
  },
  vary({ said, tokens }, random) {
    return {
      said: said.map((message) => {
        if (random.once(10)) return null;
        const text = message === null ? random.pick(OTHERS) : Buffer.from(message).toString();
        const bytes = bytesOf((random.once(3) ? text : mutateText(text, random, OTHERS)).replace(ITERATION, few));
        return random.once(8) ? Buffer.concat([bytes, random.bytes(1 + random.below(4))]) : bytes;
      }),
      tokens: random.once(4) ? someTokens(random) : mutateXdr(tokens, random),
      cut: random.below(200),
      offered: Array.from({ length: random.below(4) }, () => random.pick(OFFERED)),
    };
  },
  async check({ said, tokens, cut, offered }) {
    await logIn(said);
    const whole = unwrapped([tokens]);
    if (whole !== unwrapped([tokens.subarray(0, cut), tokens.subarray(cut)])) throw new Error('cut, they are others');
    for (const hasPassword of [true, false]) {
      try {
        if (mechanismsToTry({ offered, wanted: null, secure: cut % 2 === 0, hasPassword }).length === 0)
          throw new Error('there is nothing to try, and no error');
      } catch (error) {
        allow(error);
      }
    }
  },
};
