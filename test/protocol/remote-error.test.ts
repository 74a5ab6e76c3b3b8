import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../src/errors.js';
import { net } from '../../src/protocol/index.js';
import { readRemoteError } from '../../src/protocol/remote-error.js';

const ERROR: net.virNetMessageError = {
  code: 42,
  domain: 12,
  message: 'Domain not found',
  level: 2,
  dom: null,
  str1: 'one',
  str2: null,
  str3: '',
  int1: -1,
  int2: 7,
  net: null,
};

function read(error: Partial<net.virNetMessageError>, before = 0, after = 0) {
  const payload = net.types.virNetMessageError.encode({ ...ERROR, ...error });
  const bytes = Buffer.concat([Buffer.alloc(before), payload, Buffer.alloc(after)]);
  const header: net.virNetMessageHeader = { prog: 1, vers: 1, proc: 1, type: 1, serial: 1, status: 1 };
  return readRemoteError({ header, bytes, start: before, end: bytes.length, fds: [] });
}

describe('the error that a daemon answers', () => {
  it('keeps every field, with the names of the numbers', () => {
    expect(read({}, 28)).toEqual({
      errno: 42,
      code: 'VIR_ERR_NO_DOMAIN',
      domain: 'VIR_FROM_TEST',
      level: 'VIR_ERR_ERROR',
      message: 'Domain not found',
      str1: 'one',
      str2: null,
      str3: '',
      int1: -1,
      int2: 7,
    });
  });

  it('is read past the domain and the network that it may carry', () => {
    const uuid = new Uint8Array(16).fill(3);
    const error = read({ dom: { name: 'a', uuid, id: 1 }, net: { name: 'b', uuid } });
    expect(error).toMatchObject({ int1: -1, int2: 7, str1: 'one' });
  });

  it('has a name even for what is newer than the library', () => {
    expect(read({ code: 9999, domain: 999, level: 9 })).toMatchObject({
      errno: 9999,
      code: 'VIR_ERR_9999',
      domain: 'VIR_FROM_999',
      level: 'VIR_ERR_LEVEL_9',
    });
    expect(read({ code: -1 })).toMatchObject({ errno: -1, code: 'VIR_ERR_-1' });
  });

  it('has a message even if the daemon sends none', () => {
    expect(read({ message: null }).message).toBe('the daemon gave no message');
  });

  it.each([7, 13])('about an unknown procedure, from domain %i, is VIR_ERR_NO_SUPPORT', (domain) => {
    const message = 'unknown procedure: 456';
    expect(read({ code: 39, domain, level: 2, message })).toMatchObject({
      errno: 3,
      code: 'VIR_ERR_NO_SUPPORT',
      message,
    });
  });

  it.each([
    ['another code', { code: 38 }],
    ['another domain', { domain: 10 }],
    ['a warning', { level: 1 }],
    ['another text', { message: 'An unknown procedure: 456' }],
    ['no text', { message: null }],
  ])('that has %s is left as it is', (_, change) => {
    const error = { code: 39, domain: 7, level: 2, message: 'unknown procedure: 456', ...change };
    expect(read(error).errno).toBe(error.code);
  });

  it('is nothing else', () => {
    expect(() => read({}, 0, 4)).toThrow(ProtocolError);
    expect(() => read({}, 0, 4)).toThrow('virNetMessageError: 4 bytes are left after the value');
  });
});
