import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { Duplex, PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ConnectOptions, connect } from '../../src/index.js';
import { useFolder } from '../support/integration-daemon.js';
import { Authority, pkiDirectory } from '../support/network-certificates.js';
import { freePorts } from '../support/network-ports.js';
import { virshFailure } from '../support/network-virsh.js';

const folder = useFolder();
const authority = new Authority(join(folder, 'authority'), 'authority');
const pki = pkiDirectory(join(folder, 'pki'), authority.cert, authority.sign({ name: 'client' }));

async function failure(uri: string, options?: ConnectOptions): Promise<Error & { code?: string }> {
  const error: unknown = await connect(uri, { timeout: 30_000, ...options }).then(
    (connection) => connection.close().then(() => new Error('the connection was made')),
    (reason: unknown) => reason,
  );
  return error as Error;
}

/** The port of somebody who is no daemon. */
async function listen(serve: (socket: net.Socket) => void): Promise<number> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    serve(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  return (server.address() as net.AddressInfo).port;
}

const OTHERS: Readonly<Record<string, (socket: net.Socket) => void>> = {
  http: (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')),
  ssh: (socket) => socket.write('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n'),
  noise: (socket) => socket.write(Buffer.concat([Buffer.of(0xff), randomBytes(1000)])),
  silence: (socket) => socket.resume(),
  // As long as a message may be, of which it has no more.
  prelude: (socket) => socket.write(Buffer.of(0, 0, 1, 0, 0xca, 0xfe)),
  // The alert of a server that wants TLS.
  alert: (socket) => socket.write(Buffer.of(0x15, 3, 3, 0, 2, 2, 10)),
  word: (socket) => socket.end('no'),
  farewell: (socket) => socket.once('data', () => socket.end()),
};
const other = (name: keyof typeof OTHERS): Promise<number> => listen(OTHERS[name] as (socket: net.Socket) => void);

describe('somebody else at the port, without TLS,', () => {
  it.each<[string, string, RegExp]>([
    [
      'http',
      'ConnectionError',
      /no daemon's, and begins with "HTTP\/1\.1 400 Bad Request\\r\\n.*, as of an HTTP server/u,
    ],
    ['ssh', 'ConnectionError', /begins with "SSH-2\.0-OpenSSH_9\.2p1 Debian-2\\r\\n", as of an SSH server/u],
    ['alert', 'ConnectionError', /begins with 0x15030300020[0-9a-f]{3}, as of a TLS server: \+tls reaches/u],
    ['word', 'ConnectionError', /after 2 bytes of it: what came is no daemon's, and begins with "no"/u],
    ['prelude', 'TimeoutError', /as a daemon does: what came is no daemon's, and begins with 0x00000100cafe$/u],
    ['noise', 'ConnectionError', /no daemon's, and begins with 0xff[0-9a-f]{30}/u],
    [
      'silence',
      'TimeoutError',
      /within 1500 ms: 127\.0\.0\.1 was connected to, and does not answer as a daemon does$/u,
    ],
    ['farewell', 'ConnectionError', /it was there, and hung up on a daemon's first question/u],
  ])('is told apart: %s', async (name, error, message) => {
    const uri = `test+tcp://127.0.0.1:${await other(name)}/default`;
    const found = await failure(uri, error === 'TimeoutError' ? { timeout: 1500 } : {});
    expect(found.name).toBe(error);
    expect(found.message).toMatch(message);
    if (error !== 'TimeoutError') expect(await virshFailure(uri)).toMatch(/error/u);
  });
});

describe('somebody else at the port, with TLS,', () => {
  it.each<[string, string, RegExp]>([
    ['http', 'ConnectionError', /what came is not TLS that both sides speak \(.*\)\. Is that a port for TLS/u],
    ['ssh', 'ConnectionError', /what came is not TLS that both sides speak/u],
    ['noise', 'ConnectionError', /what came is not TLS that both sides speak/u],
    ['silence', 'TimeoutError', /was connected to, and has not accepted this client by TLS$/u],
    ['farewell', 'ConnectionError', /the other side hung up in the TLS handshake/u],
  ])('is told apart: %s', async (name, error, message) => {
    const uri = `test://localhost:${await other(name)}/default?pkipath=${pki}`;
    const found = await failure(uri, error === 'TimeoutError' ? { timeout: 1500 } : {});
    expect(found.name).toBe(error);
    expect(found.message).toMatch(message);
  });
});

describe('nobody at all', () => {
  it('at the port', async () => {
    const [port = 0] = await freePorts(1);
    const uri = `test+tcp://127.0.0.1:${port}/default`;
    const error = await failure(uri);
    expect(error).toMatchObject({
      name: 'ConnectionError',
      code: 'ERR_LIBVIRT_CONNECT',
      cause: { code: 'ECONNREFUSED' },
    });
    expect(error.message).toContain(
      `cannot connect to 127.0.0.1:${port}: nobody listens on its port ${port}. On that host`,
    );
    expect(await virshFailure(uri)).toContain('Connection refused');
    expect((await failure(`test://[::1]:${port}/default?pkipath=${pki}`)).message).toContain(`[::1]:${port}: `);
  });

  it('by that name', async () => {
    const error = await failure('test+tcp://nobody.invalid/default', { timeout: 20_000 });
    expect(error.message).toMatch(
      /^cannot connect to nobody\.invalid:16509: the name nobody\.invalid (does not|cannot be) resolve/u,
    );
  });

  it('who answers in time, or before the caller gives up', async () => {
    const port = await other('silence');
    const controller = new AbortController();
    const aborted = failure(`test://localhost:${port}/default?pkipath=${pki}`, { signal: controller.signal });
    await delay(50);
    controller.abort(new Error('enough'));
    expect(await aborted).toMatchObject({ name: 'AbortError', cause: { message: 'enough' } });
  });
});

describe('a program that leads nowhere', () => {
  it.each<[string, string, RegExp]>([
    ['exit 0', 'ConnectionError', /ended with status 0, and said nothing$/u],
    ['echo one >&2; echo two >&2; exit 3', 'ConnectionError', /ended with status 3: one\ntwo$/u],
    ['kill -KILL $$', 'ConnectionError', /was ended by SIGKILL, and said nothing$/u],
    ['exec 1>&-; sleep 30', 'ConnectionError', /closed its output, and said nothing$/u],
    ['sleep 30', 'TimeoutError', /was started, and no daemon answers through it$/u],
    ['trap "" TERM; sleep 30', 'TimeoutError', /no daemon answers through it$/u],
    ['echo Hello', 'ConnectionError', /no daemon's, and begins with "Hello\\n"|ended with status 0/u],
  ])('%s', async (script, error, message) => {
    const program = join(folder, `program-${Buffer.from(script).toString('hex').slice(0, 40)}`);
    writeFileSync(program, `#!/bin/sh\n${script}\n`);
    chmodSync(program, 0o755);
    const options = error === 'TimeoutError' ? { timeout: 1500 } : {};
    const found = await failure(`test+ext:///default?command=${program}`, options);
    expect(found.name).toBe(error);
    expect(found.message).toMatch(message);
  });
});

describe('a stream that is given', () => {
  it.each<[string, () => ConnectOptions['stream'] | object, string, string]>([
    ['is none', () => ({}), 'TypeError', 'options.stream must be a Duplex, or a function that makes one'],
    ['is of objects', () => new PassThrough({ objectMode: true }), 'TypeError', 'is a stream of objects or text'],
    ['is over', () => new PassThrough().destroy(), 'ConnectionError', 'options.stream is a stream that is over'],
    [
      'cannot be made',
      () => () => Promise.reject(new Error('no proxy')),
      'ConnectionError',
      'options.stream failed: no proxy',
    ],
    ['is not made', () => () => new Promise(() => {}), 'TimeoutError', 'options.stream has not made a stream'],
    ['is made of nothing', () => () => null, 'TypeError', 'what options.stream answered must be a Duplex'],
    [
      'fails',
      () => new Duplex({ read() {}, write: (_, __, done) => done(new Error('cut')) }),
      'ConnectionError',
      'the connection failed: cut',
    ],
    [
      'ends',
      () =>
        new Duplex({
          read() {
            this.push(null);
          },
          write: (_, __, done) => done(),
        }),
      'ConnectionError',
      'the daemon closed the connection',
    ],
  ])('and %s', async (_, stream, error, message) => {
    const found = await failure('test:///default', { stream: stream() as never, timeout: 1500 });
    expect(found.name).toBe(error);
    expect(found.message).toContain(message);
  });

  it('too late is destroyed', async () => {
    const late = new PassThrough();
    const found = await failure('test:///default', { stream: () => delay(200).then(() => late), timeout: 50 });
    expect(found.name).toBe('TimeoutError');
    await once(late, 'close');
  });

  it('takes the place of no program', async () => {
    const found = await failure('test+ssh://h/default', { stream: new PassThrough() });
    expect(found).toBeInstanceOf(TypeError);
  });
});
