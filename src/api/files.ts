import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import net from 'node:net';
import { invalidArgType, invalidArgValue, outOfRange } from '../errors.js';
import { VIR_NET_MESSAGE_NUM_FDS_MAX } from '../protocol/generated/net/index.js';

/**
 * An open file: a descriptor's number, a `FileHandle`, a listening `net.Server` (an `http.Server` is one), a
 * connected `net.Socket`, or anything else whose `fd` is a number.
 */
export type FileLike = number | FileHandle | net.Server | net.Socket | { readonly fd: number };

/**
 * Files for a container's init: an array, of which init sees the first as descriptor 3, the next as 4, and so on;
 * or an object whose keys are the numbers that init is to see, gaps being filled with `/dev/null`.
 */
export type Files = readonly FileLike[] | { readonly [descriptor: number]: FileLike };

/** The number that init sees the first file as: 0, 1 and 2 are its console. */
const FIRST = 3;
const LAST: number = FIRST + VIR_NET_MESSAGE_NUM_FDS_MAX - 1;

/**
 * The open descriptor that a file is.
 *
 * @throws TypeError, RangeError where it is none, or none that is open
 */
export function descriptorOf(file: FileLike, name: string): number {
  const fd = typeof file === 'number' ? file : descriptorOfObject(file, name);
  if (!Number.isInteger(fd) || fd < 0 || fd > 2 ** 31 - 1) throw outOfRange(name, 'a descriptor, 0 or more', fd);
  try {
    fstatSync(fd);
  } catch (cause) {
    throw Object.assign(invalidArgValue(name, `is descriptor ${fd}, which is not open`), { cause });
  }
  return fd;
}

function descriptorOfObject(file: Exclude<FileLike, number>, name: string): number {
  if (typeof file !== 'object' || file === null) {
    throw invalidArgType(name, 'a descriptor, a FileHandle, a net.Server, a net.Socket, or an object with an fd', file);
  }
  if ('encrypted' in file && file.encrypted === true) {
    throw invalidArgValue(name, 'is a TLS socket, whose keys a descriptor does not carry');
  }
  if (file instanceof net.Server || file instanceof net.Socket) {
    // Node has the number, and no public name for it.
    const fd = (file as { _handle?: { fd?: unknown } | null })._handle?.fd;
    if (typeof fd === 'number' && fd >= 0) return fd;
    const server = file instanceof net.Server;
    throw invalidArgValue(
      name,
      server && file.listening
        ? 'is a net.Server whose socket another process holds: it was made in a cluster worker'
        : `is a ${server ? 'net.Server that does not listen' : 'net.Socket that is not connected'}`,
    );
  }
  if (!('fd' in file)) throw invalidArgType(name, 'an open file: this object has no fd', file);
  if (typeof file.fd !== 'number') throw invalidArgType(`${name}.fd`, 'a number', file.fd);
  if (file.fd === -1) throw invalidArgValue(name, 'is closed');
  return file.fd;
}

/** Each file and the number that init is to see it as, in that order. */
function places(files: Files): [descriptor: number, file: FileLike, name: string][] {
  if (Array.isArray(files)) {
    if (files.length > VIR_NET_MESSAGE_NUM_FDS_MAX) {
      throw outOfRange('files', `at most ${VIR_NET_MESSAGE_NUM_FDS_MAX} files long`, files.length);
    }
    return Array.from(files as readonly FileLike[], (file, i) => [FIRST + i, file, `files[${i}]`]);
  }
  if (typeof files !== 'object' || files === null) {
    throw invalidArgType('files', 'an array, or an object whose keys are descriptors', files);
  }
  const seen = new Map<number, string>();
  const found = Object.entries(files).map(([key, file]): [number, FileLike, string] => {
    const descriptor = /^\d+$/.test(key) ? Number(key) : Number.NaN;
    if (!(descriptor >= FIRST && descriptor <= LAST)) {
      throw invalidArgValue(
        'files',
        `has the key ${JSON.stringify(key)}: keys are the descriptors that init is to see, from ${FIRST} to ${LAST}`,
      );
    }
    const twin = seen.get(descriptor);
    if (twin !== undefined)
      throw invalidArgValue('files', `names descriptor ${descriptor} twice: as ${twin} and ${key}`);
    seen.set(descriptor, key);
    return [descriptor, file as FileLike, `files[${key}]`];
  });
  return found.sort(([a], [b]) => a - b);
}

/**
 * Calls `send` with the descriptors that init is to see from 3 on. `send` duplicates them before it returns.
 *
 * @throws TypeError, RangeError where `files` cannot be sent as they are
 */
export function withDescriptors<T>(files: Files, send: (fds: readonly number[]) => T): T {
  const wanted = places(files);
  const fds: number[] = [];
  let devNull = -1;
  try {
    for (const [descriptor, file, name] of wanted) {
      const fd = descriptorOf(file, name);
      while (FIRST + fds.length < descriptor) {
        if (devNull < 0) devNull = openSync('/dev/null', constants.O_RDWR);
        fds.push(devNull);
      }
      fds.push(fd);
    }
    return send(fds);
  } finally {
    if (devNull >= 0) closeSync(devNull);
  }
}
