import { closeSync, openSync } from 'node:fs';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type AuthOptions, type ConnectOptions, connect } from '../../src/index.js';
import { open, useFolder } from '../support/integration-daemon.js';
import { useLoginHost } from '../support/network-logins.js';
import { passesEverything } from '../support/network-suite.js';
import { virshFailure } from '../support/network-virsh.js';

const USERS = { alice: 'open sesame', jürgen: 'pässwörd €', ada: '密码' };
const SCRAM = ['SCRAM-SHA-512', 'SCRAM-SHA-256', 'SCRAM-SHA-1'];
const MECHANISMS = [...SCRAM, 'PLAIN', 'ANONYMOUS', 'GSSAPI'];
const host = useLoginHost(useFolder(), MECHANISMS, { sasl: USERS, kerberos: { alice: 'ticket' } });

beforeAll(() => {
  const { kdc } = host();
  for (const [name, value] of Object.entries({ ...kdc.env, ...kdc.ticket('alice', 'ticket') })) vi.stubEnv(name, value);
});

const as = (username: keyof typeof USERS, mechanism: string): AuthOptions => ({
  username,
  password: USERS[username],
  mechanism,
});
const NETWORK = 'only a UNIX socket of this host carries them';

describe.each<[string, 'unix' | 'tcp' | 'tls', string, string | null]>([
  ['SCRAM-SHA-256 on a UNIX socket', 'unix', 'SCRAM-SHA-256', null],
  ['GSSAPI on a UNIX socket', 'unix', 'GSSAPI', null],
  ['SCRAM-SHA-256 in TLS', 'tls', 'SCRAM-SHA-256', NETWORK],
  ['GSSAPI in TLS', 'tls', 'GSSAPI', NETWORK],
  ['GSSAPI on TCP, with its security layer', 'tcp', 'GSSAPI', 'a SASL security layer protects bytes alone'],
])('after a login by %s', (_, by, mechanism, whyNoFds) => {
  const kind = by === 'unix' ? 'koffi' : by;
  const options: ConnectOptions = { auth: as('alice', mechanism), timeout: 20_000 };
  passesEverything({ kind, secure: true, encrypted: by !== 'unix', whyNoFds }, (driver) => ({
    uri: host().uri(by, driver),
    options,
  }));
});

describe.each(['unix', 'tls'] as const)('on %s', (by) => {
  it.each([...SCRAM, 'PLAIN'])(
    '%s lets in who knows a password, of whatever letters, and nobody else',
    async (mech) => {
      for (const name of ['alice', 'jürgen', 'ada'] as const) {
        await using connection = await connect(host().uri(by), { auth: as(name, mech) });
        expect(await connection.getType()).toBe('TEST');
      }
      const refused = connect(host().uri(by), { auth: { ...as('ada', mech), password: '密碼' } });
      await expect(refused).rejects.toMatchObject({ name: 'AuthError', reason: 'credentials' });
    },
  );

  it('ANONYMOUS lets in anybody', async () => {
    await open(host().uri(by), { auth: { mechanism: 'ANONYMOUS' } });
  });
});

it.each(['SCRAM-SHA-256', 'GSSAPI'])(
  'no descriptor is lost on a UNIX socket after a login by %s',
  async (mechanism) => {
    const connection = await open(host().uri('unix'), { auth: as('alice', mechanism) });
    const file = openSync('/dev/null', 'r');
    onTestFinished(() => closeSync(file));
    const xml = (name: string) =>
      `<domain type='test'><name>${name}</name><memory>1024</memory><os><type>hvm</type></os></domain>`;
    for (const count of [1, 1, 32]) {
      const creating = Array.from({ length: 10 }, (_, i) =>
        connection.domainCreateXMLWithFiles(
          xml(`carrier-${i}`),
          Array.from({ length: count }, () => file),
        ),
      );
      for (const domain of await Promise.all(creating)) await domain.destroy();
    }
  },
);

it('usocket carries no descriptors there, and says what does', async () => {
  const auth = as('alice', 'SCRAM-SHA-256');
  const connection = await open(host().uri('unix'), { auth, fdTransport: 'usocket' });
  const created = connection.domainCreateXMLWithFiles('<domain/>', [0]);
  await expect(created).rejects.toMatchObject({ name: 'UnsupportedError' });
  await expect(created).rejects.toThrow("fdTransport: 'koffi'");
});

describe('over a network that others read', () => {
  it.each([...SCRAM, 'PLAIN', 'ANONYMOUS'])('%s is not used, and nothing is said', async (mechanism) => {
    const prompt = vi.fn();
    const refused = connect(host().uri('tcp'), { auth: { ...as('alice', mechanism), prompt } });
    await expect(refused).rejects.toMatchObject({ name: 'AuthError', reason: 'mechanism' });
    await expect(refused).rejects.toThrow(/the daemon offers SASL by GSSAPI/u);
    expect(prompt).not.toHaveBeenCalled();
    // The daemon does not even offer it there.
    const params = { auth: `sasl.${mechanism}` };
    expect(await virshFailure(host().uri('tcp', 'test', params))).toMatch(/mechanism|authentication failed/u);
  });

  it('GSSAPI is what is chosen, whoever else is at hand', async () => {
    const connection = await open(host().uri('tcp'), { auth: { username: 'alice', password: USERS.alice } });
    expect(await connection.isEncrypted()).toBe(true);
  });
});

it.each(['unix', 'tcp', 'tls'] as const)('calls that are made at once on %s do not wait for each other', async (by) => {
  // Without keepalive, nothing else would wake a daemon that has overlooked a message.
  const auth = { ...as('alice', 'GSSAPI') };
  for (const maxInFlight of [4, 50]) {
    const connection = await open(host().uri(by), { auth, maxInFlight, keepalive: false });
    const calls = Array.from({ length: 50 }, () => connection.domainLookupByName('test', { timeout: 30_000 }));
    expect(await Promise.all(calls)).toHaveLength(50);
  }
});
