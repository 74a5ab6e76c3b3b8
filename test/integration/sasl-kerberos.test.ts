import { execFile } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { type PrivateDaemon, startDaemon } from '../../scripts/daemon/index.mjs';
import { connect } from '../../src/index.js';
import { open, useFolder } from '../support/integration-daemon.js';
import { freePort, Kdc } from '../support/integration-kerberos.js';
import { saslDaemon } from '../support/integration-sasl.js';

const folder = useFolder();
let kdc: Kdc;
let daemon: PrivateDaemon;
let port: number;

beforeAll(async () => {
  kdc = await Kdc.start(folder, { alice: 'ticket1', bob: 'ticket2' });
  port = await freePort();
  const options = saslDaemon(
    folder,
    ['GSSAPI', 'SCRAM-SHA-256'],
    { alice: 'open sesame' },
    `listen_tls = 0
listen_tcp = 1
listen_addr = "127.0.0.1"
tcp_port = "${port}"
auth_tcp = "sasl"
sasl_allowed_username_list = ["alice", "alice@LIBVIRT.TEST"]
`,
  );
  daemon = await startDaemon({
    ...options,
    args: ['--listen'],
    env: { ...options.env, ...kdc.env, KRB5_KTNAME: kdc.keytab },
  });
});
afterAll(async () => {
  await daemon?.stop();
  await kdc?.stop();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** This process has that user's ticket, or none. */
function become(name: string | null, password = ''): void {
  const env =
    name === null ? { ...kdc.env, KRB5CCNAME: `FILE:${folder}/none` } : { ...kdc.env, ...kdc.ticket(name, password) };
  for (const [key, value] of Object.entries(env)) vi.stubEnv(key, value);
}

/** What was sent and what came, over a network that others can read. */
const wire: Buffer[] = [];

/** A stream to the daemon, of which all that passes is kept. */
async function tapped(): Promise<net.Socket> {
  const socket = net.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('data', (bytes) => wire.push(Buffer.from(bytes)));
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  socket.write = (bytes: Buffer, ...rest: unknown[]) => {
    wire.push(Buffer.from(bytes));
    return write(bytes, ...rest);
  };
  return socket;
}

const tcp = (): string => `test+tcp://localhost:${port}/default`;

it('lets in whoever has a ticket, without a word of a password', async () => {
  become('alice', 'ticket1');
  await using connection = await connect(daemon.uri('test'));
  expect(await connection.domainLookupByName('test')).toMatchObject({ name: 'test' });
});

it('encrypts a connection that nothing else encrypts, of large messages and many', async () => {
  become('alice', 'ticket1');
  const connection = await open(tcp(), { stream: tapped });
  wire.length = 0;
  const description = 'plainly '.repeat(100_000);
  const xml = `<domain type='test'><name>large</name><memory>1024</memory><description>${description}</description><os><type>hvm</type></os></domain>`;
  const domain = await connection.domainDefineXML(xml);
  expect(await domain.getXMLDesc()).toContain(description);
  const calls = Array.from({ length: 300 }, () => connection.domainLookupByName('large'));
  expect(new Set((await Promise.all(calls)).map(({ name }) => name))).toEqual(new Set(['large']));
  const passed = Buffer.concat(wire);
  expect(passed.length).toBeGreaterThan(2 * description.length);
  for (const text of ['plainly', 'large']) expect(passed.includes(text)).toBe(false);
  await domain.undefine();
});

it('does not let in whom the daemon does not want, nor does virsh', async () => {
  become('bob', 'ticket2');
  const denied = { name: 'AuthError', reason: 'denied', message: expect.stringContaining('who is let in') };
  await expect(connect(daemon.uri('test'))).rejects.toMatchObject(denied);
  await expect(connect(tcp())).rejects.toMatchObject(denied);
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  const virsh = promisify(execFile)('virsh', ['-c', tcp(), 'hostname'], { env });
  await expect(virsh).rejects.toMatchObject({ stderr: expect.stringContaining('authentication failed') });
});

it('says which daemon Kerberos does not know', async () => {
  become('alice', 'ticket1');
  const unknown = connect('test+tcp://127.0.0.1/default', { stream: () => net.connect(port, '127.0.0.1') });
  await expect(unknown).rejects.toMatchObject({ name: 'AuthError', reason: 'credentials' });
  await expect(unknown).rejects.toThrow('Kerberos, for libvirt@127.0.0.1: ');
});

it('says what is missing without a ticket', async () => {
  become(null);
  const missing = { name: 'AuthError', reason: 'credentials', message: expect.stringContaining('kinit gets one') };
  await expect(connect(daemon.uri('test'))).rejects.toMatchObject(missing);
  await expect(connect(tcp())).rejects.toMatchObject(missing);
});

it('leaves it to the other mechanisms where there is none', async () => {
  become(null);
  await using connection = await connect(daemon.uri('test'), {
    auth: ({ type }) => (type === 'username' ? 'alice' : 'open sesame'),
  });
  expect(await connection.domainLookupByName('test')).toMatchObject({ name: 'test' });
});

it('does not wait for a KDC longer than for a connection', async () => {
  become('alice', 'ticket1');
  const silent = net.createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const sockets: net.Socket[] = [];
  silent.on('connection', (socket) => sockets.push(socket));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    silent.close();
    await once(silent, 'close');
  });
  vi.stubEnv('KRB5_CONFIG', kdc.configAt((silent.address() as net.AddressInfo).port));
  await expect(connect(daemon.uri('test'), { timeout: 500 })).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(sockets.length).toBeGreaterThan(0);
});
