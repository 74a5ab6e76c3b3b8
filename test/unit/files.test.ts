import { once } from 'node:events';
import { closeSync, createReadStream, fstatSync, openSync, readdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { descriptorOf, type FileLike, type Files, withDescriptors } from '../../src/api/files.js';

const NULL = openSync('/dev/null', 'r');
const openFiles = (): string[] => readdirSync('/proc/self/fd');

const descriptors = (files: Files): readonly number[] => withDescriptors(files, (fds) => [...fds]);

describe('a file', () => {
  it('is a number, or whatever has one', async () => {
    const handle = await open('/dev/null');
    onTestFinished(() => handle.close());
    const server = http.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const socket = net.connect((server.address() as net.AddressInfo).port);
    await once(socket, 'connect');
    onTestFinished(() => void socket.destroy());
    const stream = createReadStream('/dev/null');
    await once(stream, 'open');
    onTestFinished(() => void stream.destroy());
    const files: FileLike[] = [NULL, handle, server, socket, { fd: NULL }, stream as unknown as { fd: number }];
    const fds = descriptors(files);
    expect(fds).toEqual([NULL, handle.fd, expect.any(Number), expect.any(Number), NULL, expect.any(Number)]);
    expect(fstatSync(fds[2] as number).isSocket()).toBe(true);
    expect(fstatSync(fds[3] as number).isSocket()).toBe(true);
    expect(new Set(fds).size).toBe(5);
  });

  it.each<[string, () => unknown, ErrorConstructor, string]>([
    ['−1', () => -1, RangeError, 'file must be a descriptor, 0 or more; got -1'],
    ['1.5', () => 1.5, RangeError, 'got 1.5'],
    ['NaN', () => Number.NaN, RangeError, 'got NaN'],
    ['Infinity', () => Number.POSITIVE_INFINITY, RangeError, 'got Infinity'],
    ['2 ** 31', () => 2 ** 31, RangeError, 'got 2147483648'],
    ['1n', () => 1n, TypeError, 'got 1n'],
    [
      'a string',
      () => '3',
      TypeError,
      'file must be a descriptor, a FileHandle, a net.Server, a net.Socket, or an object with an fd',
    ],
    ['null', () => null, TypeError, 'got null'],
    ['undefined', () => undefined, TypeError, 'got undefined'],
    ['a function', () => () => 3, TypeError, 'got a function'],
    ['an object', () => ({}), TypeError, 'file must be an open file: this object has no fd'],
    ['an object with a string', () => ({ fd: '3' }), TypeError, 'file.fd must be a number'],
    ['an object with NaN', () => ({ fd: Number.NaN }), RangeError, 'got NaN'],
    ['an object with null', () => ({ fd: null }), TypeError, 'file.fd must be a number; got null'],
    ['a descriptor that is not open', () => 2 ** 31 - 1, TypeError, 'file is descriptor 2147483647, which is not open'],
    ['a server that does not listen', () => net.createServer(), TypeError, 'file is a net.Server that does not listen'],
    ['a socket that is not connected', () => new net.Socket(), TypeError, 'file is a net.Socket that is not connected'],
    ['a TLS socket', () => new tls.TLSSocket(new net.Socket()), TypeError, 'file is a TLS socket, whose keys'],
  ])('is not %s', (_, file, type, message) => {
    const value = file();
    expect(() => descriptorOf(value as FileLike, 'file')).toThrow(type);
    expect(() => descriptorOf(value as FileLike, 'file')).toThrow(message);
  });

  it('is not a FileHandle or a server that is closed', async () => {
    const handle = await open('/dev/null');
    await handle.close();
    expect(() => descriptorOf(handle, 'file')).toThrow('file is closed');
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    server.close();
    expect(() => descriptorOf(server, 'file')).toThrow('does not listen');
  });

  it('that is not open says so with the system’s error', () => {
    const fd = openSync('/dev/null', 'r');
    closeSync(fd);
    const error = (() => {
      try {
        descriptorOf(fd, 'file');
      } catch (reason) {
        return reason;
      }
      return undefined;
    })();
    expect(error).toMatchObject({ code: 'ERR_INVALID_ARG_VALUE', cause: { code: 'EBADF', syscall: 'fstat' } });
  });
});

describe('files', () => {
  it('come in the order of an array', () => {
    expect(descriptors([])).toEqual([]);
    expect(descriptors([NULL, 0, NULL])).toEqual([NULL, 0, NULL]);
    expect(descriptors(new Array<number>(32).fill(NULL))).toHaveLength(32);
  });

  it('come at the numbers of an object, with /dev/null between them', () => {
    const before = openFiles();
    const seen = withDescriptors({ 7: NULL, 4: 0, 34: NULL }, (fds) =>
      fds.map((fd) => (fd === NULL || fd === 0 ? fd : `rdev ${fstatSync(fd).rdev}`)),
    );
    const gap = `rdev ${fstatSync(NULL).rdev}`;
    const wanted = new Array<number | string>(32).fill(gap);
    [wanted[1], wanted[4], wanted[31]] = [0, NULL, NULL];
    expect(seen).toEqual(wanted);
    expect(descriptors({ 3: NULL })).toEqual([NULL]);
    expect(descriptors({})).toEqual([]);
    expect(openFiles()).toEqual(before);
  });

  it('leave nothing open where one of them is refused, or sending fails', () => {
    const before = openFiles();
    expect(() => descriptors({ 10: -1 })).toThrow(RangeError);
    expect(() => descriptors({ 5: NULL, 10: 'x' as unknown as number })).toThrow('files[10] must be');
    const fail = (): never => {
      throw new Error('not sent');
    };
    expect(() => withDescriptors({ 10: NULL }, fail)).toThrow('not sent');
    expect(openFiles()).toEqual(before);
  });

  it.each<[string, unknown, ErrorConstructor, string]>([
    ['33 of them', new Array(33).fill(NULL), RangeError, 'files must be at most 32 files long; got 33'],
    ['an array with a hole', Object.assign([NULL], { 2: NULL }), TypeError, 'files[1] must be a descriptor'],
    ['null', null, TypeError, 'files must be an array, or an object whose keys are descriptors; got null'],
    ['a number', 3, TypeError, 'files must be an array, or an object'],
    [
      'the key 2',
      { 2: NULL },
      TypeError,
      'files has the key "2": keys are the descriptors that init is to see, from 3 to 34',
    ],
    ['the key 35', { 35: NULL }, TypeError, 'files has the key "35"'],
    ['the key -1', { '-1': NULL }, TypeError, 'files has the key "-1"'],
    ['the key 3.5', { 3.5: NULL }, TypeError, 'files has the key "3.5"'],
    ['the key 4e0', { '4e0': NULL }, TypeError, 'files has the key "4e0"'],
    ['the key " 4"', { ' 4': NULL }, TypeError, 'files has the key " 4"'],
    ['a name', { log: NULL }, TypeError, 'files has the key "log"'],
    ['the same number twice', { 3: NULL, '03': NULL }, TypeError, 'files names descriptor 3 twice: as 3 and 03'],
    ['a typed array', Int32Array.of(NULL), TypeError, 'files has the key "0"'],
  ])('are not %s', (_, files, type, message) => {
    expect(() => descriptors(files as Files)).toThrow(type);
    expect(() => descriptors(files as Files)).toThrow(message);
  });
});
