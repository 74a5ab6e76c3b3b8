import { describe, expect, it } from 'vitest';
import { type Circumstances, mechanismsToTry } from '../../src/rpc/sasl/choose.js';

const ALL = ['PLAIN', 'SCRAM-SHA-1', 'ANONYMOUS', 'CRAM-MD5', 'GSSAPI', 'SCRAM-SHA-256', 'DIGEST-MD5', 'SCRAM-SHA-512'];
const USUAL: Circumstances = { offered: ALL, wanted: null, secure: true, hasPassword: true };

const tried = (circumstances: Partial<Circumstances>): readonly string[] =>
  mechanismsToTry({ ...USUAL, ...circumstances });

describe('the mechanisms to try', () => {
  it('are, with a password, the one that shows it least, and then those that need none', () => {
    expect(tried({})).toEqual(['SCRAM-SHA-512', 'GSSAPI']);
    expect(tried({ offered: ['GSSAPI', 'PLAIN', 'EXTERNAL', 'SCRAM-SHA-1'] })).toEqual([
      'SCRAM-SHA-1',
      'EXTERNAL',
      'GSSAPI',
    ]);
    expect(tried({ offered: ['CRAM-MD5', 'PLAIN'] })).toEqual(['PLAIN']);
  });

  it('are, without one, those that need none, and then the one that somebody is asked for', () => {
    expect(tried({ offered: [...ALL, 'EXTERNAL'], hasPassword: false })).toEqual([
      'EXTERNAL',
      'GSSAPI',
      'SCRAM-SHA-512',
    ]);
  });

  it('are, where others can read, those that encrypt', () => {
    expect(tried({ secure: false })).toEqual(['GSSAPI']);
  });

  it('are the one that is asked for', () => {
    for (const wanted of ['PLAIN', 'ANONYMOUS', 'GSSAPI']) expect(tried({ wanted })).toEqual([wanted]);
  });
});

describe('there is none', () => {
  it.each<[string, Partial<Circumstances>, string, string]>([
    [
      'that the daemon offers',
      { wanted: 'EXTERNAL' },
      'mechanism',
      'EXTERNAL was asked for, and the daemon does not have it',
    ],
    ['that is spoken', { wanted: 'DIGEST-MD5' }, 'mechanism', 'does not speak DIGEST-MD5'],
    ['that is spoken by both', { offered: ['DIGEST-MD5', 'CRAM-MD5'] }, 'mechanism', 'DIGEST-MD5, CRAM-MD5'],
    ['at all', { offered: [] }, 'mechanism', 'the daemon offers SASL by nothing'],
    ['that keeps the password from others', { wanted: 'PLAIN', secure: false }, 'mechanism', '+tls and +ssh encrypt'],
    ['that encrypts', { offered: ['PLAIN', 'SCRAM-SHA-256'], secure: false }, 'mechanism', 'GSSAPI alone'],
    ['but ANONYMOUS', { offered: ['ANONYMOUS'], hasPassword: false }, 'mechanism', 'ANONYMOUS'],
  ])('%s', (_, circumstances, reason, message) => {
    let error: unknown;
    try {
      tried(circumstances);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ name: 'AuthError', reason });
    expect((error as Error).message).toContain(message);
    for (const name of circumstances.offered ?? ALL) expect((error as Error).message).toContain(name);
  });
});
