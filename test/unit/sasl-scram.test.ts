import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AuthError, ProtocolError } from '../../src/errors.js';
import type { ScramHash } from '../../src/rpc/sasl/scram/keys.js';
import { scramProofs } from '../../src/rpc/sasl/scram/keys.js';
import { Scram } from '../../src/rpc/sasl/scram/scram.js';

const text = (bytes: Uint8Array | null): string => Buffer.from(bytes ?? []).toString();

/** The examples of RFC 5802, section 5, and RFC 7677, section 3. */
const EXAMPLES: Readonly<
  Record<string, { hash: ScramHash; nonce: string; first: string; proof: string; final: string }>
> = {
  'RFC 5802': {
    hash: 'sha1',
    nonce: 'fyko+d2lbbFgONRv9qkxdawL',
    first: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
    proof: 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
    final: 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
  },
  'RFC 7677': {
    hash: 'sha256',
    nonce: 'rOprNGfwEbeRWgbNEkqO',
    first: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
    proof: 'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    final: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
  },
};

/** A login that has sent its first message. */
async function begun(nonce: string = 'mine', login = { username: 'user', password: 'pencil' }): Promise<Scram> {
  const scram = new Scram('sha256', login, { nonce });
  await scram.start();
  return scram;
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

describe.each(Object.entries(EXAMPLES))('the example of %s', (_, { hash, nonce, first, proof, final }) => {
  const login = { username: 'user', password: 'pencil' };

  it('is what is said', async () => {
    const scram = new Scram(hash, login, { nonce });
    expect(text(await scram.start())).toBe(`n,,n=user,r=${nonce}`);
    expect(text(await scram.step(Buffer.from(first)))).toBe(proof);
    expect(scram.complete).toBe(false);
    expect(await scram.step(Buffer.from(final))).toBeNull();
    expect(scram.complete).toBe(true);
    expect(scram.accepted).toBe(true);
  });

  it('has a server that proves itself', async () => {
    const scram = new Scram(hash, login, { nonce });
    await scram.start();
    await scram.step(Buffer.from(first));
    const forged = final.replace(/^v=(.)/u, (_all, letter: string) => `v=${letter === 'A' ? 'B' : 'A'}`);
    const error = await failure(scram.step(Buffer.from(forged)));
    expect(error).toMatchObject({ name: 'AuthError', code: 'ERR_LIBVIRT_AUTH', reason: 'proof' });
    expect(scram.complete).toBe(false);
  });
});

it('has for each login a nonce of its own', async () => {
  const login = { username: 'user', password: 'pencil' };
  const messages = await Promise.all([1, 2].map(async () => text(await new Scram('sha256', login).start())));
  expect(messages[0]).toMatch(/^n,,n=user,r=[\w+/=]{32}$/u);
  expect(messages[0]).not.toBe(messages[1]);
});

it('escapes what separates', async () => {
  const scram = new Scram('sha256', { username: 'a,b=c', password: 'x' }, { nonce: 'mine' });
  expect(text(await scram.start())).toBe('n,,n=a=2Cb=3Dc,r=mine');
});

it('prepares what is not ASCII, and has it as it is for a second try', async () => {
  const scram = new Scram('sha256', { username: 'e\u0301\u00ad', password: '\u2168' }, { nonce: 'mine' });
  expect(text(await scram.start())).toBe('n,,n=\u00e9,r=mine');
  const other = await scram.otherForm();
  expect(text((await other?.start()) ?? null)).toMatch(/^n,,n=e\u0301\u00ad,r=[^,]{32}$/u);
  expect(await other?.otherForm()).toBeNull();
  expect(await (await begun()).otherForm()).toBeNull();
});

it('leaves as it is what SASLprep forbids', async () => {
  const scram = await begun('mine', { username: 'user', password: 'tab\u0007' });
  expect(await scram.otherForm()).toBeNull();
});

it.each(['username', 'password'])('needs a %s', async (name) => {
  const scram = new Scram('sha256', { username: 'user', password: 'pencil', [name]: '' });
  expect(await failure(scram.start())).toMatchObject({ name: 'AuthError', reason: 'credentials' });
});

it.each<[string, string, object]>([
  ['the nonce of another login', 'r=other123,s=AAAA,i=4096', { name: 'AuthError', reason: 'proof' }],
  ['no nonce of its own', 'r=mine,s=AAAA,i=4096', { name: 'AuthError', reason: 'proof' }],
  ['too cheap a question', 'r=mine1,s=AAAA,i=4095', { name: 'AuthError', reason: 'mechanism' }],
  ['too much work', 'r=mine1,s=AAAA,i=10000001', { name: 'AuthError', reason: 'mechanism' }],
  ['a count that is none', 'r=mine1,s=AAAA,i=4096x', { name: 'ProtocolError' }],
  ['a count of too many digits', 'r=mine1,s=AAAA,i=99999999999', { name: 'ProtocolError' }],
  ['no count', 'r=mine1,s=AAAA', { name: 'ProtocolError' }],
  ['no salt', 'r=mine1,s=,i=4096', { name: 'ProtocolError' }],
  ['a salt that is not base64', 'r=mine1,s=A,i=4096', { name: 'ProtocolError' }],
  ['an extension that must be understood', 'm=new,r=mine1,s=AAAA,i=4096', { name: 'ProtocolError' }],
  ['attributes out of order', 's=AAAA,r=mine1,i=4096', { name: 'ProtocolError' }],
  ['nothing', '', { name: 'ProtocolError' }],
])('refuses a first answer with %s', async (_, message, expected) => {
  expect(await failure((await begun()).step(Buffer.from(message)))).toMatchObject(expected);
});

it('takes an extension that need not be understood', async () => {
  expect(text(await (await begun()).step(Buffer.from('r=mine1,s=AAAA,i=4096,x=y')))).toMatch(/^c=biws,r=mine1,p=/u);
});

it('says why the server refuses, where it does', async () => {
  const scram = await begun();
  await scram.step(Buffer.from('r=mine1,s=AAAA,i=4096'));
  const error = await failure(scram.step(Buffer.from('e=invalid-proof')));
  expect(error).toMatchObject({ name: 'AuthError', reason: 'credentials' });
  expect((error as Error).message).toContain('invalid-proof');
});

it('ends well or with an error of its own whatever the server says first, and never without its proof', async () => {
  const salt = fc.base64String({ minLength: 4, maxLength: 24 });
  const message = fc.oneof(
    fc.uint8Array({ maxLength: 64 }),
    fc.string({ maxLength: 64 }).map((s) => Buffer.from(s)),
    fc
      .tuple(
        fc.string({ maxLength: 8 }),
        fc.oneof(salt, fc.string({ maxLength: 8 })),
        fc.constantFrom('4096', '1', '', '-5', '4e3'),
      )
      .map(([r, s, i]) => Buffer.from(`r=mine${r},s=${s},i=${i}`)),
  );
  await fc.assert(
    fc.asyncProperty(message, message, async (first, final) => {
      const scram = await begun();
      const error = (await failure(scram.step(first))) ?? (await failure(scram.step(final)));
      expect(error instanceof AuthError || error instanceof ProtocolError).toBe(true);
      expect(scram.complete).toBe(false);
      expect(String(error)).not.toContain('pencil');
    }),
    { numRuns: 150 },
  );
});

it('computes keys as long as the hash', async () => {
  const salt = Buffer.from('salt');
  for (const [hash, length] of [
    ['sha1', 20],
    ['sha256', 32],
    ['sha512', 64],
  ] as const) {
    const { client, server } = await scramProofs(hash, 'pencil', { salt, iterations: 4096 }, 'messages');
    expect([client.length, server.length]).toEqual([length, length]);
  }
});
