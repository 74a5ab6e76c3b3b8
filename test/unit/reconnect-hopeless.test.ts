import { describe, expect, it } from 'vitest';
import { AuthError, ConnectionError, RemoteError } from '../../src/errors.js';
import { isHopeless } from '../../src/rpc/reconnecting/hopeless.js';
import { notAccepted } from '../../src/transport/tls/explain.js';

const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });

describe('an attempt to come back', () => {
  it('is followed by another where a TLS daemon went down before it had accepted this client', () => {
    expect(isHopeless(notAccepted({ error: null }, 'box:16514', 'cert'))).toBe(false);
    expect(isHopeless(notAccepted({ error: reset }, 'box:16514', 'cert'))).toBe(false);
    expect(isHopeless(new ConnectionError('nobody there', 'ERR_LIBVIRT_CONNECT', false))).toBe(false);
  });

  it('is the last where the daemon said that it does not want this client', () => {
    expect(isHopeless(notAccepted({ byte: 0 }, 'box:16514', 'cert'))).toBe(true);
    expect(isHopeless(new AuthError('wrong password', { reason: 'credentials' }))).toBe(true);
    const denied = Object.create(RemoteError.prototype, { code: { value: 'VIR_ERR_ACCESS_DENIED' } }) as RemoteError;
    expect(isHopeless(new AuthError('not allowed', { cause: denied }))).toBe(true);
    expect(isHopeless(denied)).toBe(true);
  });
});
