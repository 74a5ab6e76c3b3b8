import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { AuthOptions, AuthPrompt, Connection } from '../../src/index.js';
import { open, useFolder } from '../support/integration-daemon.js';
import { saslFolder, setSaslPassword } from '../support/integration-sasl.js';
import { useLoginHost } from '../support/network-logins.js';
import { comesBack, crash, endsInstead, SOON } from '../support/network-return.js';

const PASSWORD = 'open sesame';
const MECHANISMS = ['SCRAM-SHA-256', 'PLAIN', 'GSSAPI'];
const folder = useFolder();
const host = useLoginHost(folder, MECHANISMS, { sasl: { alice: PASSWORD }, kerberos: { alice: 'ticket' } });

beforeAll(() => {
  const { kdc } = host();
  for (const [name, value] of Object.entries({ ...kdc.env, ...kdc.ticket('alice', 'ticket') })) vi.stubEnv(name, value);
});

const kill = (): Promise<void> => crash(host().daemon);
const restart = (): Promise<void> => host().daemon.restart();
const returns = (connection: Connection) => comesBack(connection, kill, restart);

/** Alice has another password, until the test is over. */
function changePassword(password: string): void {
  const directory = saslFolder(folder, MECHANISMS);
  setSaslPassword(directory, 'alice', password);
  onTestFinished(() => setSaslPassword(directory, 'alice', PASSWORD));
}

/** A file of credentials, as libvirt has them. */
function authFile(password: string): string {
  const file = join(folder, 'auth.conf');
  writeFileSync(file, `[credentials-a]\nauthname=alice\npassword=${password}\n[auth-libvirt-default]\ncredentials=a\n`);
  return file;
}

/** Somebody who is asked. */
function user(password = PASSWORD) {
  const asked: string[] = [];
  const auth = ({ type }: AuthPrompt): string => {
    asked.push(type);
    return type === 'username' ? 'alice' : password;
  };
  return { asked, auth };
}

const scram: AuthOptions = { mechanism: 'SCRAM-SHA-256' };

describe.each(['unix', 'tls'] as const)('by SCRAM on %s', (by) => {
  it('logs in again with the password that the options have', async () => {
    const auth = { ...scram, username: 'alice', password: PASSWORD };
    await returns(await open(host().uri(by), { auth, reconnect: SOON }));
  });

  it('asks again whoever was asked, once for each login', async () => {
    const { asked, auth } = user();
    const connection = await open(host().uri(by), { auth: { ...scram, prompt: auth }, reconnect: SOON });
    const once = ['username', 'password'];
    expect(asked).toEqual(once);
    await returns(connection);
    expect(asked).toEqual([...once, ...once]);
  });

  it('logs in again with what the file of credentials has by then', async () => {
    const params = { authfile: authFile(PASSWORD) };
    const connection = await open(host().uri(by, 'test', params), { auth: scram, reconnect: SOON });
    await comesBack(connection, kill, () => {
      changePassword('changed');
      authFile('changed');
      return restart();
    });
  });

  it('ends where the password does not hold any more, and tries no more', async () => {
    const { asked, auth } = user();
    const connection = await open(host().uri(by), { auth: { ...scram, prompt: auth }, reconnect: SOON });
    const refused = await endsInstead(connection, kill, () => {
      changePassword('changed');
      return restart();
    });
    expect(refused).toMatchObject({ name: 'AuthError', reason: 'credentials' });
    expect(asked).toEqual(['username', 'password', 'username', 'password']);
  });
});

it.each(['unix', 'tcp'] as const)('logs in again by GSSAPI on %s', async (by) => {
  const connection = await open(host().uri(by), { auth: { mechanism: 'GSSAPI' }, reconnect: SOON });
  for (let times = 0; times < 2; times++) {
    await returns(connection);
    expect(await connection.isEncrypted()).toBe(by === 'tcp');
  }
});

it('waits for a ticket, where GSSAPI finds none', async () => {
  const connection = await open(host().uri('tcp'), { auth: { mechanism: 'GSSAPI' }, reconnect: SOON });
  const { KRB5CCNAME } = process.env;
  onTestFinished(() => void vi.stubEnv('KRB5CCNAME', KRB5CCNAME));
  const errors: unknown[] = [];
  connection.on('state', (state) => {
    if (state.state === 'connecting') errors.push(state.error);
  });
  await comesBack(connection, kill, async () => {
    vi.stubEnv('KRB5CCNAME', `FILE:${join(folder, 'none')}`);
    await restart();
    const refused = expect.objectContaining({ name: 'AuthError', reason: 'credentials' });
    await vi.waitFor(() => expect(errors).toContainEqual(refused), { timeout: 10_000 });
    vi.stubEnv('KRB5CCNAME', KRB5CCNAME);
  });
});

it.each(['SCRAM-SHA-256', 'GSSAPI'])('passes descriptors again after a login by %s', async (mechanism) => {
  const auth = { username: 'alice', password: PASSWORD, mechanism };
  const connection = await open(host().uri('unix'), { auth, reconnect: SOON });
  const create = (name: string, fds: readonly number[]) =>
    connection.domainCreateXMLWithFiles(
      `<domain type='test'><name>${name}</name><memory>1024</memory><os><type>hvm</type></os></domain>`,
      fds,
    );
  const early = openSync('/dev/null', 'r');
  let waiting: ReturnType<typeof create> | undefined;
  await comesBack(connection, kill, () => {
    // Behind a call that waits, too.
    waiting = create('early', [early, early]);
    closeSync(early);
    return restart();
  });
  expect(await waiting).toMatchObject({ name: 'early' });
  const file = openSync('/dev/null', 'r');
  onTestFinished(() => closeSync(file));
  for (const count of [1, 32]) {
    const fds = Array.from({ length: count }, () => file);
    const creating = Array.from({ length: 10 }, (_, i) => create(`carrier-${i}`, fds));
    for (const domain of await Promise.all(creating)) await domain.destroy();
  }
});
