import { once } from 'node:events';
import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { AuthError, ConnectionError, connect, ProtocolError } from '../../src/index.js';
import { useDaemon, useFolder } from '../support/integration-daemon.js';
import { connectOnHostOf } from '../support/integration-host.js';

const daemon = useDaemon({ auth: 'polkit', socketMode: '0777', authReadOnly: 'sasl' });
const folder = useFolder();

const to = (path: string): string => `test+unix:///default?socket=${path}`;

async function failure(uri: string, options?: Parameters<typeof connect>[1]): Promise<Error & { cause: unknown }> {
  const error: unknown = await connect(uri, options).then(
    async (connection) => {
      await connection.close();
      throw new Error('the connection was made');
    },
    (reason: unknown) => reason,
  );
  return error as Error & { cause: unknown };
}

/** Somebody who listens, and is no daemon. */
async function listen(name: string, serve: (socket: net.Socket) => void): Promise<string> {
  const path = join(folder, name);
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    serve(socket);
  });
  server.listen(path);
  await once(server, 'listening');
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  return path;
}

it('a socket that is not there', async () => {
  const path = join(folder, 'none');
  const error = await failure(to(path));
  expect(error).toBeInstanceOf(ConnectionError);
  expect(error).toMatchObject({ code: 'ERR_LIBVIRT_CONNECT', sent: false });
  expect(error.message).toBe(
    `cannot connect to ${to(path)}: ${path} does not exist. Is that where the daemon listens? Is it running?`,
  );
  expect(error.cause).toMatchObject({ code: 'ENOENT', syscall: 'connect', address: path });
});

it('a socket that a daemon has left behind', async () => {
  const path = join(folder, 'stale');
  const server = net.createServer().listen(`${path}.new`);
  await once(server, 'listening');
  linkSync(`${path}.new`, path);
  server.close();
  await once(server, 'close');
  const error = await failure(to(path));
  expect(error.message).toContain(`nobody listens on ${path}, which a daemon has left behind. Is that where`);
  expect(error.cause).toMatchObject({ code: 'ECONNREFUSED' });
});

it('a file that is no socket', async () => {
  const path = join(folder, 'file');
  writeFileSync(path, '');
  expect((await failure(to(path))).message).toContain(`${path} is not a socket that takes connections`);
});

it('a path below a file', async () => {
  const path = join(folder, 'other');
  writeFileSync(path, '');
  expect((await failure(to(`${path}/sock`))).message).toContain('ENOTDIR');
});

it('a path that is too long for a socket', async () => {
  const path = join(folder, 'x'.repeat(200));
  mkdirSync(path);
  const { message } = await failure(to(`${path}/sock`));
  expect(message).toContain("a UNIX socket's path has at most 107 bytes");
});

it('a server that is no daemon', async () => {
  const path = await listen('http', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const error = await failure(to(path));
  expect(error).toBeInstanceOf(ConnectionError);
  expect(error.message).toContain('a frame announced a length of 1213486160, which must be from 28 to 33554436');
  expect(error.cause).toBeInstanceOf(ProtocolError);
});

it('a server that hangs up', async () => {
  const path = await listen('end', (socket) => socket.end());
  const error = await failure(to(path));
  expect(error).toMatchObject({ name: 'ConnectionError', code: 'ERR_LIBVIRT_CONNECTION_LOST' });
  expect(error.message).toContain('AUTH_LIST has no reply: the daemon closed the connection');
});

it('a server that says nothing', async () => {
  const path = await listen('mute', (socket) => socket.resume());
  expect(await failure(to(path), { timeout: 20 })).toMatchObject({
    name: 'TimeoutError',
    code: 'ERR_LIBVIRT_TIMEOUT',
    message: 'no connection was made within 20 ms: the daemon was connected to, and does not answer',
    sent: false,
  });
  const reason = new Error('enough');
  const controller = new AbortController();
  const aborted = failure(to(path), { signal: controller.signal });
  setTimeout(() => controller.abort(reason), 20);
  expect(await aborted).toMatchObject({ name: 'AbortError', code: 'ABORT_ERR', cause: reason });
});

it('polkit, which does not let another user in', async () => {
  const user = { uid: 65534, gid: 65534 };
  const [outcome] = await connectOnHostOf(daemon(), [{ uri: 'test:///default' }], user);
  expect(outcome).toMatchObject({ error: 'AuthError', code: 'ERR_LIBVIRT_AUTH' });
  expect(outcome?.message).toMatch(/^polkit did not let this process in: \S+/u);
  expect(outcome?.message).toContain('A rule for org.libvirt.unix.manage');
});

it('SASL, which nothing was given for', async () => {
  const error = await failure(daemon().uri('test', { readOnly: true }), { readOnly: true });
  expect(error).toMatchObject({ name: 'AuthError', reason: 'credentials' });
  expect(error.message).toContain('needs a user name, and there is none: give options.auth, or write an auth.conf');
});

it('a way of authentication that the daemon does not offer', async () => {
  const error = await failure(daemon().uri('test', { params: { auth: 'sasl' } }));
  expect(error).toBeInstanceOf(AuthError);
  expect(error.message).toContain('the daemon offers authentication by none, and sasl was asked for: leave auth= out');
});

it.each<[string, ErrorConstructor, string]>([
  ['lxc:///system?mode=auto&mode=direct', TypeError, 'has the parameter "mode" more than once'],
  ['lxc:///system?mode=fast', TypeError, 'has mode=fast: there are auto, legacy, direct'],
  ['lxc:///system?socket=', TypeError, 'has the parameter "socket" without a value'],
  ['lxc://system', TypeError, 'a slash is missing: lxc:///system'],
  ['lxc/system', TypeError, 'is "lxc/system", which is neither a connection URI'],
  ['', TypeError, 'which is neither a connection URI'],
])('the URI %j', async (uri, type, message) => {
  const error = await failure(uri);
  expect(error).toBeInstanceOf(type);
  expect(error).toHaveProperty('code', 'ERR_INVALID_ARG_VALUE');
  expect(error.message).toContain(message);
});

it.each([
  [{ keepalive: true }, 'options.keepalive'],
  [{ keepalive: { interval: 0 } }, 'options.keepalive.interval'],
  [{ keepalive: { count: -1 } }, 'options.keepalive.count'],
  [{ maxInFlight: 0 }, 'options.maxInFlight'],
  [{ readOnly: 'yes' }, 'options.readOnly'],
  [{ fdTransport: 'pigeon' }, 'options.fdTransport'],
  [{ timeout: -1 }, 'options.timeout'],
  [{ readonly: true }, 'options.readonly is not an option'],
])('the options %j', async (options, name) => {
  const error = await failure(to(join(folder, 'none')), options as never);
  expect([TypeError, RangeError]).toContain(error.constructor);
  expect(error.message).toContain(name);
});
