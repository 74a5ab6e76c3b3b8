import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../src/errors.js';
import { ProtectableTransport } from '../../src/rpc/sasl/protectable-transport.js';
import type { SecurityLayer } from '../../src/rpc/sasl/security-layer.js';
import { protect, TokenStream } from '../../src/rpc/sasl/token-stream.js';
import { TestPeer } from '../support/test-peer.js';
import { HOSTNAME, start, WITH_FILES } from '../support/test-session.js';

/** Turns every bit, and adds a byte at the end that must be there. */
class Turning implements SecurityLayer {
  readonly maxPiece: number;
  readonly maxToken: number;
  ended = 0;

  constructor(maxPiece = 10) {
    this.maxPiece = maxPiece;
    this.maxToken = maxPiece + 1;
  }

  wrap(piece: Uint8Array): Uint8Array {
    return Uint8Array.from([...piece.map((byte) => ~byte), 7]);
  }

  unwrap(token: Uint8Array): Uint8Array {
    if (token.at(-1) !== 7) throw new ProtocolError('the mark is not there');
    return token.subarray(0, -1).map((byte) => ~byte);
  }

  end(): void {
    this.ended++;
  }
}

/** A transport under a layer, whose other end sees what leaves. */
function protectedTransport(layer: SecurityLayer = new Turning()) {
  const told: string[] = [];
  let drained = 0;
  let received = Buffer.alloc(0);
  const written: Buffer[] = [];
  const peer = new TestPeer({ secure: false, supportsFds: true });
  const inner = { ...peer.transport, write: (bytes: Uint8Array) => written.push(Buffer.from(bytes)) < 3 };
  const transport = new ProtectableTransport(inner);
  transport.start({
    data: (bytes) => {
      received = Buffer.concat([received, bytes]);
    },
    descriptors: () => told.push('descriptors'),
    drain: () => drained++,
    close: (error) => told.push(`close ${error?.message ?? ''}`),
  });
  transport.protect(layer);
  return { peer, transport, told, written, received: () => received.toString(), drained: () => drained };
}

describe('a stream of tokens', () => {
  it('carries any bytes in any pieces', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.integer({ min: 1, max: 20 })), (bytes, cuts) => {
        const layer = new Turning();
        const stream = new TokenStream(layer);
        const sent = protect(layer, bytes);
        expect(sent.length).toBe(bytes.length + 5 * Math.ceil(bytes.length / 10));
        const found: Buffer[] = [];
        for (let at = 0, i = 0; at < sent.length; i++) {
          const end = at + (cuts[i % Math.max(cuts.length, 1)] ?? 1);
          found.push(...stream.push(sent.subarray(at, end)));
          at = end;
        }
        expect(Buffer.concat(found)).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('has no token that is longer than agreed', () => {
    const stream = new TokenStream(new Turning());
    expect(() => [...stream.push(Buffer.from([0, 0, 0, 12]))]).toThrow(ProtocolError);
    expect(() => [...new TokenStream(new Turning()).push(Buffer.from([0xff, 0xff, 0xff, 0xff]))]).toThrow(
      ProtocolError,
    );
  });
});

describe('a protected transport', () => {
  it('sends and receives what the layer makes of it', () => {
    const { transport, peer, written, received } = protectedTransport();
    expect(transport.write(Buffer.from('hello'))).toBe(true);
    expect(written[0]).toEqual(protect(new Turning(), Buffer.from('hello')));
    peer.deliver(protect(new Turning(), Buffer.from('and good bye, then')));
    expect(received()).toBe('and good bye, then');
    expect(transport.secure).toBe(true);
  });

  it('is as full as what carries it', () => {
    const { transport, peer, drained } = protectedTransport();
    transport.write(Buffer.from('1'));
    transport.write(Buffer.from('2'));
    expect(transport.write(Buffer.from('3'))).toBe(false);
    peer.drain();
    expect(drained()).toBe(1);
  });

  it('tells nothing while it rests, and of the end last', () => {
    const layer = new Turning();
    const { transport, peer, received, told } = protectedTransport(layer);
    transport.pause();
    expect(peer.paused).toBe(true);
    peer.deliver(protect(layer, Buffer.from('a longer message')));
    peer.lose();
    expect([received(), told]).toEqual(['', []]);
    transport.resume();
    expect([received(), told]).toEqual(['a longer message', ['close ']]);
    expect(layer.ended).toBe(1);
  });

  it('ends with what is not of its layer, and tells nothing after it', () => {
    const { peer, received, told } = protectedTransport();
    const good = protect(new Turning(), Buffer.from('good'));
    const bad = Buffer.from(protect(new Turning(), Buffer.from('bad')));
    bad[bad.length - 1] = 8;
    peer.deliver(Buffer.concat([good, bad, good]));
    expect(peer.closed).toBe(true);
    peer.deliver(good);
    peer.lose();
    expect([received(), told]).toEqual(['good', ['close the mark is not there']]);
  });
});

describe('a session', () => {
  it('goes on under a layer, and without descriptors', async () => {
    const { peer, session } = start(4, { secure: false });
    const first = session.call(HOSTNAME, undefined);
    peer.reply(await peer.next(), HOSTNAME, { hostname: 'one' });
    await first;
    session.protect(new Turning());
    expect(session.transport.secure).toBe(true);
    await expect(session.callCarrying(WITH_FILES, { xml_desc: '', flags: 0 }, [0])).rejects.toMatchObject({
      name: 'UnsupportedError',
      message: expect.stringContaining('a SASL security layer protects bytes alone'),
    });
    peer.lose();
    expect(await session.ended).toMatchObject({ name: 'ConnectionError' });
  });

  it('has none on what is secure without one', () => {
    const { session } = start();
    expect(() => session.protect(new Turning())).toThrow('which is secure without one');
  });

  it('does not take for protected what came before', () => {
    const { peer, session } = start(4, { secure: false });
    peer.deliver(Buffer.from([0, 0]));
    expect(() => session.protect(new Turning())).toThrow(ProtocolError);
  });
});
