import { closeSync, openSync } from 'node:fs';
import net from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Connection, Domain, Files } from '../../src/index.js';
import { open, useDaemon, useFolder } from '../support/integration-daemon.js';
import { Tap } from '../support/integration-tap.js';

const daemon = useDaemon();
const folder = useFolder();

const NULL = openSync('/dev/null', 'r');

function closedDescriptor(): number {
  const fd = openSync('/dev/null', 'r');
  closeSync(fd);
  return fd;
}

/** What cannot be handed over, and what the error says of it. */
const REFUSED: [string, () => Files, ErrorConstructor, string][] = [
  ['33 files', () => new Array<number>(33).fill(NULL), RangeError, 'files must be at most 32 files long; got 33'],
  ['−1', () => [NULL, -1], RangeError, 'files[1] must be a descriptor, 0 or more; got -1'],
  ['1.5', () => [1.5], RangeError, 'files[0] must be a descriptor, 0 or more; got 1.5'],
  ['NaN', () => [Number.NaN], RangeError, 'files[0] must be a descriptor, 0 or more; got NaN'],
  ['a closed one', () => [closedDescriptor()], TypeError, 'which is not open'],
  [
    'a key below 3',
    () => ({ 2: NULL }),
    TypeError,
    'files has the key "2": keys are the descriptors that init is to see, from 3 to 34',
  ],
  ['a key above 34', () => ({ 35: NULL }), TypeError, 'files has the key "35"'],
  [
    'a number twice',
    () => ({ 3: NULL, '03': NULL }) as unknown as Files,
    TypeError,
    'files names descriptor 3 twice: as 3 and 03',
  ],
  [
    'a string',
    () => ['/dev/null'] as unknown as Files,
    TypeError,
    'files[0] must be a descriptor, a FileHandle, a net.Server, a net.Socket, or an object with an fd; got a string of 9 characters',
  ],
  [
    'a string for all',
    () => '/dev/null' as unknown as Files,
    TypeError,
    'files must be an array, or an object whose keys are descriptors; got a string of 9 characters',
  ],
  [
    'a server that does not listen',
    () => [net.createServer()],
    TypeError,
    'files[0] is a net.Server that does not listen',
  ],
];

describe('before a byte is sent', () => {
  async function refuses(call: (connection: Connection, domain: Domain, files: Files) => Promise<unknown>) {
    const tap = await Tap.open(folder, daemon().socket);
    const connection = await open(`test+unix:///default?socket=${tap.path}`);
    const domain = await connection.domainLookupByName('test');
    for (const [what, files, type, message] of REFUSED) {
      const before = tap.sent.length;
      const error = (await call(connection, domain, files()).catch((reason: unknown) => reason)) as Error;
      expect(error, what).toBeInstanceOf(type);
      expect(error.message).toContain(message);
      expect(error).toHaveProperty('code', expect.stringMatching(/^ERR_(OUT_OF_RANGE|INVALID_ARG_(TYPE|VALUE))$/u));
      expect(tap.sent.length, what).toBe(before);
    }
    await connection.getHostname();
    return tap;
  }

  it('domainCreateXMLWithFiles refuses what cannot be handed over, each with its own message', async () => {
    const tap = await refuses((connection, _, files) => connection.domainCreateXMLWithFiles('<domain/>', files));
    // AUTH_LIST, what the handshake asks, the domain, and a hostname.
    expect(Buffer.concat(tap.sent).length).toBeLessThan(1000);
  });

  it('createWithFiles does so too', async () => {
    await refuses((_, domain, files) => domain.createWithFiles(files));
  });

  it('each refusal has a message of its own', () => {
    expect(new Set(REFUSED.map(([, , , message]) => message)).size).toBe(REFUSED.length);
  });
});

it('a connection by Node’s own sockets says why it carries none, and needs none where there are none', async () => {
  const tap = await Tap.open(folder, daemon().socket);
  const connection = await open(`test+unix:///default?socket=${tap.path}`, { fdTransport: 'none' });
  const before = tap.sent.length;
  await expect(connection.domainCreateXMLWithFiles('<domain/>', [NULL])).rejects.toMatchObject({
    name: 'UnsupportedError',
    code: 'ERR_LIBVIRT_UNSUPPORTED',
    message: "DOMAIN_CREATE_XML_WITH_FILES cannot carry descriptors: this connection was made with fdTransport: 'none'",
  });
  expect(tap.sent.length).toBe(before);
  await expect(connection.domainCreateXMLWithFiles('<domain/>', [])).rejects.toMatchObject({ name: 'RemoteError' });
});
