import { once } from 'node:events';
import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import { join } from 'node:path';
import koffi from 'koffi';
import { onTestFinished } from 'vitest';
import type { FdTransport, FileLike } from '../../src/index.js';
import type { Identity } from './integration-container.js';

/** What carries descriptors: the tests of those run with each. */
export const FD_TRANSPORTS: readonly FdTransport[] = ['koffi', 'usocket'];

/** An open file as `files` takes it, with the descriptor that it is. */
export interface OpenFile {
  readonly kind: string;
  readonly file: FileLike;
  readonly fd: number;
}

const libc = koffi.load(null);
const memfdCreate: (name: string, flags: number) => number = libc.func('int memfd_create(const char *, unsigned int)');
const pipe2: (fds: Int32Array, flags: number) => number = libc.func('int pipe2(_Out_ int *, int)');

const MFD_CLOEXEC = 1;
const O_CLOEXEC = 0o2000000;

function forTest(fd: number): number {
  if (fd < 0) throw new Error('the system gave no descriptor');
  onTestFinished(() => closeSync(fd));
  return fd;
}

/** A file in memory, which no path leads to. */
export function memfd(): number {
  return forTest(memfdCreate('libvirt-rpc', MFD_CLOEXEC));
}

/** The two ends of a new pipe. They are the caller's to close. */
export function pipe(): { readonly read: number; readonly write: number } {
  const fds = new Int32Array(2);
  if (pipe2(fds, O_CLOEXEC) !== 0) throw new Error('the system gave no pipe');
  const [read, write] = fds as unknown as [number, number];
  return { read, write };
}

/** A regular file that nothing else is. */
export function regularFile(path: string): number {
  return forTest(openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL));
}

/** Node has the number, and no public name for it. */
function handleOf(holder: net.Server | net.Socket): number {
  return (holder as unknown as { _handle: { fd: number } })._handle.fd;
}

async function listening(server: net.Server, where: net.ListenOptions): Promise<net.Server> {
  server.listen(where);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return server;
}

/** A connected socket, and the other end of it. */
async function connected(server: net.Server): Promise<[net.Socket, net.Socket]> {
  const accepted = once(server, 'connection') as Promise<[net.Socket]>;
  const address = server.address();
  const client = typeof address === 'string' ? net.connect(address) : net.connect((address as net.AddressInfo).port);
  const [[other]] = await Promise.all([accepted, once(client, 'connect')]);
  onTestFinished(() => {
    client.destroy();
    other.destroy();
  });
  return [client, other];
}

/** One of every kind of file, each as what a program usually holds it as. Closed when the test is over. */
export async function filesOfEveryKind(folder: string, name: string): Promise<OpenFile[]> {
  const tcp = await listening(net.createServer(), { host: '127.0.0.1', port: 0 });
  const unix = await listening(http.createServer(), { path: join(folder, `${name}.sock`) });
  const [client, accepted] = await connected(tcp);
  const handle = await open(join(folder, `${name}.handle`), 'w+');
  onTestFinished(() => handle.close());
  const ends = pipe();
  const numbers = {
    'the end of a pipe that is read': forTest(ends.read),
    'the end of a pipe that is written to': forTest(ends.write),
    'a regular file, by number': regularFile(join(folder, `${name}.file`)),
    'a file in memory': memfd(),
    'a folder': forTest(openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY)),
  };
  const object = { fd: memfd() };
  return [
    { kind: 'a TCP socket that listens', file: tcp, fd: handleOf(tcp) },
    { kind: 'a UNIX socket that listens, of an HTTP server', file: unix, fd: handleOf(unix) },
    { kind: 'a connected socket', file: client, fd: handleOf(client) },
    { kind: 'an accepted socket', file: accepted, fd: handleOf(accepted) },
    { kind: 'a FileHandle', file: handle, fd: handle.fd },
    ...Object.entries(numbers).map(([kind, fd]) => ({ kind, file: fd, fd })),
    { kind: 'an object with an fd', file: object, fd: object.fd },
  ];
}

/** Which file a descriptor is. */
export function identityOf(fd: number): Identity {
  const { dev, ino, rdev } = fstatSync(fd, { bigint: true });
  return { dev, ino, rdev };
}
