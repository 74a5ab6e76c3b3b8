import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, it, onTestFinished } from 'vitest';
import { type Connection, connect } from '../../src/index.js';
import type { Blow, Direction } from '../support/fault-plan.js';
import { FaultProxy } from '../support/fault-proxy.js';
import { Random } from '../support/fault-random.js';
import { FaultResponder } from '../support/fault-responder.js';

/** Seconds. */
const INTERVAL = 0.1;
const COUNT = 2;
const BOUND = 1000 * INTERVAL * (COUNT + 1);
/** How much longer a busy machine may take. */
const SLACK = 4000;

/** A connection that breaks at so many messages, which are those of the handshake and a few more. */
async function breaking(kind: Blow, direction: Direction, message: number): Promise<Connection> {
  const folder = mkdtempSync(join(tmpdir(), 'libvirt-rpc-half-'));
  const responder = await FaultResponder.start();
  const proxy = await FaultProxy.start(join(folder, 'sock'), () => responder.socket);
  const blow = { kind, direction, place: { message, offset: 0 } };
  proxy.expect({ plan: { manners: { up: 'pass', down: 'pass' }, blow }, random: new Random(1) });
  const keepalive = { interval: INTERVAL, count: COUNT };
  const connection = await connect(`test+unix:///default?socket=${proxy.path}`, { keepalive });
  onTestFinished(async () => {
    proxy.cut();
    await connection.close();
    await proxy.close();
    await responder.close();
    rmSync(folder, { recursive: true });
  });
  return connection;
}

/** Bytes without end. */
function* endless(): Generator<Buffer> {
  for (;;) yield Buffer.alloc(64 * 1024);
}

const WAYS = [
  ['swallow', 'up'],
  ['swallow', 'down'],
  ['block', 'up'],
  ['block', 'down'],
] as const;

it.each(WAYS)(
  'a connection of which a proxy %ss all that goes %s is found out while a call waits',
  async (kind, way) => {
    const connection = await breaking(kind, way, 10);
    const begun = performance.now();
    let error: unknown;
    while (error === undefined) {
      await connection.getHostname().catch((why: unknown) => {
        error = why;
      });
    }
    expect(error).toMatchObject({ name: 'ConnectionError', code: 'ERR_LIBVIRT_KEEPALIVE', sent: true });
    expect(performance.now() - begun).toBeGreaterThan(BOUND * 0.9);
    expect(performance.now() - begun).toBeLessThan(BOUND + SLACK);
    await expect(connection.getHostname()).rejects.toMatchObject({ code: 'ERR_LIBVIRT_KEEPALIVE', sent: false });
  },
);

it.each(WAYS)(
  'a connection of which a proxy %ss all that goes %s is found out while an upload runs',
  async (kind, way) => {
    // Down, nothing comes during an upload but what the client has asked for.
    const connection = await breaking(kind, way, way === 'up' ? 12 : 9);
    const volume = await connection.storageVolLookupByKey('target');
    const begun = performance.now();
    const upload = pipeline(Readable.from(endless()), volume.upload()).catch((error: unknown) => error);
    expect(await upload).toMatchObject({ name: 'ConnectionError', code: 'ERR_LIBVIRT_KEEPALIVE' });
    expect(performance.now() - begun).toBeLessThan(BOUND + SLACK);
  },
);
