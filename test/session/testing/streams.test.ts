import { randomBytes } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import type { Connection, StorageVol } from '../../../src/index.js';
import type { TestDaemon } from '../../../src/testing/index.js';
import { connected, domainXml, until } from '../../support/testing-daemon.js';

const SIZE = 1_000_000;

async function volume(daemon: TestDaemon, connection: Connection): Promise<StorageVol> {
  const vol = { pool: 'p', name: 'v', key: 'k' };
  daemon.on('STORAGE_VOL_LOOKUP_BY_KEY').reply({ vol });
  return connection.storageVolLookupByKey('k');
}

describe.each(['memory', 'unix'] as const)('a stream, by %s,', (transport) => {
  it('sends what the script says, and then its end', async () => {
    const { daemon, connection } = await connected({ transport });
    const bytes = randomBytes(SIZE);
    daemon.on('STORAGE_VOL_DOWNLOAD').reply(undefined).stream({ send: bytes });
    const received = [];
    for await (const chunk of (await volume(daemon, connection)).download()) received.push(chunk as Buffer);
    expect(Buffer.concat(received).equals(bytes)).toBe(true);
    expect(await connection.getType()).toBe('TEST');
    daemon.verify();
  });

  it('gives the script what was sent', async () => {
    const { daemon, connection } = await connected({ transport });
    const bytes = randomBytes(SIZE);
    let received: Buffer = Buffer.alloc(0);
    daemon
      .on('STORAGE_VOL_UPLOAD')
      .reply(undefined)
      .stream({
        receive: (data) => {
          received = data;
        },
      });
    await pipeline([bytes], (await volume(daemon, connection)).upload());
    expect(received.equals(bytes)).toBe(true);
    daemon.verify();
  });

  it('ends with the script’s error', async () => {
    const { daemon, connection } = await connected({ transport });
    const vol = await volume(daemon, connection);
    const error = { code: 'VIR_ERR_SYSTEM_ERROR', message: 'disk is full' };
    daemon
      .on('STORAGE_VOL_DOWNLOAD')
      .reply(undefined)
      .stream({ send: [randomBytes(10)], error });
    await expect(vol.download().toArray()).rejects.toMatchObject(error);
    daemon
      .on('STORAGE_VOL_UPLOAD')
      .reply(undefined)
      .stream({
        receive: () => {
          throw new Error('too much');
        },
      });
    await expect(pipeline([randomBytes(10)], vol.upload())).rejects.toMatchObject({ code: 'VIR_ERR_INTERNAL_ERROR' });
    expect(await connection.getType()).toBe('TEST');
    expect(() => daemon.verify()).toThrow('the stream of STORAGE_VOL_UPLOAD failed: too much');
  });

  it('stops where the client gives it up', async () => {
    const { daemon, connection } = await connected({ transport });
    let sent = 0;
    let ended = false;
    const send = (async function* () {
      try {
        for (; ; sent++) yield randomBytes(65_536);
      } finally {
        ended = true;
      }
    })();
    daemon.on('STORAGE_VOL_DOWNLOAD').reply(undefined).stream({ send });
    const stream = (await volume(daemon, connection)).download();
    for await (const _ of stream) break;
    expect(stream.destroyed).toBe(true);
    expect(await connection.getType()).toBe('TEST');
    await until(() => ended);
    expect(sent).toBeLessThan(1000);
  });

  it('goes both ways', async () => {
    const { daemon, connection } = await connected({ transport });
    daemon.define(domainXml('web')).start();
    daemon
      .on('DOMAIN_OPEN_CONSOLE')
      .reply(undefined)
      .stream({ send: [Buffer.from('login: ')] });
    const domain = await connection.domainLookupByName('web');
    const console = domain.openConsole();
    console.write('root\n');
    const [greeting] = await console.take(1).toArray();
    expect(String(greeting)).toBe('login: ');
    console.destroy();
    expect(await connection.getType()).toBe('TEST');
  });
});
