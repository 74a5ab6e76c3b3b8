import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { guestType, guestXml } from '../../scripts/demo-parts/qemu-guest.mjs';
import { type ConnectOptions, connect, DomainCreateFlags, DomainXMLFlags, RemoteError } from '../../src/index.js';
import { useDaemon, useFolder } from '../support/integration-daemon.js';
import { saslDaemon } from '../support/integration-sasl.js';
import { formsOf, laidOpen, useWritten } from '../support/integration-written.js';
import { Authority, pkiDirectory } from '../support/network-certificates.js';
import { freePorts } from '../support/network-ports.js';

const folder = useFolder();
const authority = new Authority(join(folder, 'authority'), 'authority');
const server = authority.sign({ name: 'localhost', hosts: ['DNS:localhost'], usage: 'serverAuth' });
const client = authority.sign({ name: 'client' });
const [tlsPort = 0] = await freePorts(1);

const PASSWORD = 'swordfish-of-alice';
const WRONG = 'not-the-swordfish';
const PASSPHRASE = 'unlocks-the-key';
const VALUE = 'value-of-a-secret';
const GRAPHICS = 'vncpass1';
const AGENT = 'password-in-a-guest';
const LAUNCH = 'c2VjcmV0LW9mLWEtbGF1bmNo';
const MONITOR = 'monitor-password';
const MIGRATION = 'password-of-an-esx';
const CUT = 'password-in-bad-xml';
const KEYS = readFileSync(client.key, 'utf8')
  .split('\n')
  .filter((line) => /^[\w+/=]{20,}$/u.test(line));
const SECRETS = [...[PASSWORD, WRONG, PASSPHRASE, VALUE, GRAPHICS, AGENT, LAUNCH, MONITOR, MIGRATION, CUT], ...KEYS];

const listening =
  `listen_tcp = 0\nlisten_addr = "127.0.0.1"\ntls_port = "${tlsPort}"\nauth_tls = "sasl"\n` +
  `cert_file = "${server.cert}"\nkey_file = "${server.key}"\nca_file = "${authority.cert}"\n`;
const daemon = useDaemon({
  ...saslDaemon(folder, ['SCRAM-SHA-256', 'PLAIN', 'DIGEST-MD5'], { alice: PASSWORD }, listening),
  args: ['--listen'],
});
const written = useWritten();
/** What programs are given, and may write down: errors, and connections and what is made by them. */
const given: string[] = [];

/** Everything of what failed, and of what caused that. */
async function failed(attempt: Promise<unknown>): Promise<Error> {
  const error: unknown = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error('it did not fail');
  given.push(laidOpen(error), String(error.stack));
  return error;
}

function found(texts: readonly string[]): string[] {
  const all = texts.join('\n');
  return SECRETS.flatMap((secret) => formsOf(secret).filter((form) => all.includes(form)));
}

const ALICE = { username: 'alice', password: PASSWORD };

async function use(uri: string, options: ConnectOptions): Promise<void> {
  await using connection = await connect(uri, options);
  expect(await connection.getType()).not.toBe('');
  given.push(laidOpen(connection), laidOpen(await connection.listAllDomains()));
}

afterAll(() => {
  // Each namespace and each channel had its chance.
  for (const name of ['connection', 'call', 'event', 'stream', 'wire']) {
    expect(written.traces.some((line) => line.includes(`libvirt-rpc:${name}`))).toBe(true);
  }
  expect([...written.messages].filter(([, told]) => told.length === 0).map(([name]) => name)).toEqual([]);
  expect(found(written.traces)).toEqual([]);
  expect(found([...written.messages.values()].flat())).toEqual([]);
  expect(found(given)).toEqual([]);
});

it('no login shows its password, wherever it comes from, whether it succeeds or not', async () => {
  const uri = daemon().uri('test');
  for (const mechanism of ['SCRAM-SHA-256', 'PLAIN']) {
    await use(uri, { auth: { ...ALICE, mechanism } });
    await use(uri, { auth: { mechanism, prompt: ({ type }) => (type === 'username' ? 'alice' : PASSWORD) } });
    await failed(connect(uri, { auth: { username: 'alice', password: WRONG, mechanism } }));
  }
  const authfile = join(folder, 'auth.conf');
  const lines = (password: string) =>
    `[credentials-a]\nauthname=alice\npassword=${password}\n[auth-libvirt-localhost]\ncredentials=a\n`;
  writeFileSync(authfile, lines(PASSWORD));
  await use(uri, { auth: { authfile } });
  await use(daemon().uri('test', { params: { authfile } }), {});
  writeFileSync(authfile, lines(WRONG));
  await failed(connect(uri, { auth: { authfile } }));
  writeFileSync(authfile, `${lines(PASSWORD)}${PASSWORD}\n`);
  await failed(connect(uri, { auth: { authfile } }));
  await failed(connect(uri, { auth: () => ({ secret: PASSWORD }) as never }));
  await failed(connect(uri, { auth: { ...ALICE, mechanism: 'CRAM-MD5' } }));
  await failed(connect(uri, { auth: { ...ALICE, token: PASSWORD } as never }));
  await failed(connect(uri, { auth: PASSWORD as never }));
});

it('no URI shows a password, in whatever form it is wrong', async () => {
  for (const uri of [
    `test+tls://alice:${PASSWORD}@localhost:${tlsPort}/default`,
    `1test+tls://alice:${PASSWORD}@localhost/default`,
    `//alice:${PASSWORD}@localhost/default`,
    `alice:${PASSWORD}@localhost`,
    `test+tls://alice:${PASSWORD}/more@localhost/default`,
    `test+tls://alice:${PASSWORD}@system`,
    `test+nothing://alice:${PASSWORD}@localhost/`,
    `esx+tcp://127.0.0.1:1/dc?password=${PASSWORD}`,
    `esx+unix:///dc?socket=/nowhere&password=${PASSWORD}`,
    `esx+ext:///dc?command=/bin/false&password=${PASSWORD}`,
    `esx+ext:///dc?command=/bin/false&password=${PASSWORD}%zz`,
  ]) {
    await failed(connect(uri));
  }
  await failed(connect(`esx+unix:///dc?password=${PASSWORD}`, { tls: {} }));
  await failed(connect(`esx+ext:///dc?command=x&password=${PASSWORD}`, { stream: () => null as never }));
});

it('no key of TLS is shown, whether in a file or in memory', async () => {
  const ca = authority.pem;
  const [cert, key] = [client.cert, client.key].map((file) => readFileSync(file));
  const encrypted = execFileSync('openssl', ['pkey', '-aes256', '-passout', `pass:${PASSPHRASE}`], { input: key });
  const uri = `test://alice@localhost:${tlsPort}/default`;
  const auth = { password: PASSWORD };
  const pki = pkiDirectory(join(folder, 'pki'), authority.cert, client);
  await use(`${uri}?pkipath=${pki}`, { auth });
  await use(uri, { auth, tls: { ca, cert, key } });
  await use(uri, { auth, tls: { ca, cert, key: encrypted, passphrase: PASSPHRASE } });
  await failed(connect(uri, { auth, tls: { ca, cert, key: encrypted, passphrase: `${PASSPHRASE}!` } }));
  await failed(connect(uri, { auth, tls: { ca, cert: key, key: cert, passphrase: PASSPHRASE } }));
  await failed(connect(uri, { auth, tls: { ca, cert, key: `${key}`.replace('BEGIN', 'BEGUN') } }));
  await failed(connect(uri, { auth, tls: { ca, key, cert, unknown: `${key}` } as never }));
  await failed(connect(uri, { auth: { password: WRONG }, tls: { ca, cert, key } }));
});

it('no secret, no password of a guest’s and no parameter is shown', async () => {
  await using connection = await connect(daemon().uri('qemu'), { auth: ALICE });
  const secret = await connection.secretDefineXML("<secret ephemeral='yes' private='no'/>");
  await secret.setValue(Buffer.from(VALUE));
  expect(Buffer.from(await secret.getValue()).toString()).toBe(VALUE);
  given.push(laidOpen(secret));
  await secret.undefine();
  await failed(secret.setValue(Buffer.from(VALUE)));
  await failed(secret.setValue(VALUE as never));

  const devices = `<graphics type='vnc' port='-1' autoport='yes' passwd='${GRAPHICS}'/>`;
  const xml = guestXml({ name: `secretive-${process.pid}`, type: guestType(), devices });
  const events = connection.domainEvents('lifecycle');
  await events.registered;
  const flags = DomainCreateFlags.START_PAUSED | DomainCreateFlags.START_AUTODESTROY;
  const guest = await connection.domainCreateXML(xml, flags);
  await events.next();
  await events.return();
  expect(await guest.getXMLDesc(DomainXMLFlags.SECURE)).toContain(GRAPHICS);
  await failed(guest.updateDeviceFlags(devices));
  given.push(laidOpen(guest));
  await failed(guest.setUserPassword('root', AGENT));
  await failed(guest.setLaunchSecurityState({ 'sev-secret': LAUNCH }));
  await failed(guest.qemuMonitorCommand(`set_password spice "${MONITOR}" x`, 1).then((text) => JSON.parse(text)));
  await failed(guest.migrateToURI3(`esx://root:${MIGRATION}@127.0.0.1:1/`, { migrate_uri: `tcp:${MIGRATION}` }, 2));
  await failed(guest.openConsole('no-such-device').toArray());
  // The daemon quotes the line that it cannot read: what a caller has given, a caller gets back, and nobody else.
  const bad = await connection.domainDefineXML(`<domain><graphics passwd='${CUT}'></domain>`).catch((error) => error);
  expect(bad).toBeInstanceOf(RemoteError);
  expect(bad.message).toContain(CUT);
  await guest.destroy();
  await turn();
});
