// @ts-check
import assert from 'node:assert/strict';
import { openSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';

/**
 * @typedef {import('../../src/index.js').Connection} Connection
 * @typedef {import('../../src/index.js').StoragePool} StoragePool
 *
 * @typedef {object} Place where somebody works
 * @property {number} number
 * @property {typeof import('../../src/index.js')} library
 * @property {import('./hosts.mjs').Host} host
 * @property {AbortSignal} signal fires when the whole run is over: every call has it
 * @property {string} [stage] how far the work is, for a complaint that it went no further
 *
 * @typedef {(connection: Connection, place: Place) => Promise<void>} Work
 */

const NULL = openSync('/dev/null', 'r');
const VOLUME = 256 * 1024;

let domains = 0;

/** @param {string} name */
const domainXml = (name) =>
  `<domain type='test'><name>${name}</name><memory>1024</memory><os><type>hvm</type></os></domain>`;

/** @type {Record<string, Work>} */
export const CALLS = {
  async 'calls, one by one'(connection, { signal }) {
    for (let i = 0; i < 10; i++) assert.equal(await connection.getType({ signal }), 'TEST');
  },

  async 'calls, many at once'(connection, { signal }) {
    const versions = await Promise.all(Array.from({ length: 40 }, () => connection.getLibVersion({ signal })));
    assert.equal(new Set(versions).size, 1);
  },

  async 'calls that fail'(connection, { signal }) {
    await assert.rejects(connection.domainLookupByName('nobody', { signal }), (/** @type {any} */ error) => {
      if (error.name !== 'RemoteError') throw error;
      return error.code === 'VIR_ERR_NO_DOMAIN';
    });
  },

  async descriptors(connection, { number, signal }) {
    const xml = domainXml(`files-${number}-${domains++}`);
    const carries = connection.transport === 'koffi';
    const domain = await (carries
      ? connection.domainCreateXMLWithFiles(xml, new Array(1 + (number % 3)).fill(NULL), 0, { signal })
      : connection.domainCreateXML(xml, 0, { signal }));
    await domain.destroy({ signal });
  },

  async events(connection, place) {
    const { number, library, signal } = place;
    const name = `events-${number}-${domains++}`;
    const events = connection.domainEvents('lifecycle', { signal });
    try {
      place.stage = 'registering';
      await events.registered;
      place.stage = 'creating a domain';
      const domain = await connection.domainCreateXML(domainXml(name), 0, { signal });
      let others = 0;
      for await (const event of events) {
        if (event.domain.name === name && event.event === library.DomainEventType.STARTED) break;
        place.stage = `waiting for ${name} behind ${++others} other events`;
      }
      place.stage = 'destroying it';
      await domain.destroy({ signal });
    } finally {
      place.stage = 'deregistering';
      await events.return();
    }
  },

  async 'calls that are aborted'(connection) {
    const abort = new AbortController();
    const calls = Array.from({ length: 8 }, () => connection.getCapabilities({ signal: abort.signal }));
    const outcomes = Promise.allSettled(calls);
    await turn();
    abort.abort();
    for (const outcome of await outcomes) if (outcome.status === 'rejected') passed(outcome.reason, 'ABORT_ERR');
  },

  async 'calls that are late'(connection) {
    const calls = Array.from({ length: 8 }, () => connection.getCapabilities({ timeout: 1 }));
    for (const outcome of await Promise.allSettled(calls)) {
      if (outcome.status === 'rejected') passed(outcome.reason, 'ERR_LIBVIRT_TIMEOUT');
    }
  },

  async 'connections that are given up'(_connection, { library, host }) {
    const uris = new Array(4).fill(await host.uri('test'));
    for await (const { connection } of library.connectAll(uris, { concurrency: 3, timeout: 20_000 })) {
      await connection?.close();
      break;
    }
  },
};

/** @type {Record<string, Work>} */
export const STREAMS = {
  async 'volumes up and down'(connection, place) {
    const { number, signal } = place;
    const volume = await volumeOf(connection, place);
    const bytes = Buffer.alloc(VOLUME, number + 1);
    const upload = volume.upload(0n, 0n, 0, { signal });
    await new Promise((resolve, reject) => {
      upload.once('error', reject).once('close', resolve);
      upload.end(bytes);
    });
    const chunks = [];
    for await (const chunk of volume.download(0n, 0n, 0, { signal })) chunks.push(chunk);
    assert.ok(Buffer.concat(chunks).equals(bytes), 'what came back is not what was sent');
  },

  async 'streams that are broken off'(connection, place) {
    const volume = await volumeOf(connection, place);
    for await (const chunk of volume.download()) {
      assert.ok(chunk.length > 0);
      break;
    }
    const upload = volume.upload().on('error', () => {});
    upload.write(Buffer.alloc(1024));
    upload.destroy();
  },
};

/** An error that was to be, or else is thrown. @param {any} error @param {string} code */
function passed(error, code) {
  if (error.code !== code) throw error;
}

/** @param {Connection} connection @param {Place} place */
async function volumeOf(connection, { number, host }) {
  const pool = await poolOf(connection, host.folder);
  const name = `volume-${number}`;
  const xml = `<volume><name>${name}</name><capacity>${VOLUME}</capacity></volume>`;
  try {
    return await pool.storageVolLookupByName(name);
  } catch (/** @type {any} */ error) {
    passed(error, 'VIR_ERR_NO_STORAGE_VOL');
    return pool.storageVolCreateXML(xml);
  }
}

/** @param {Connection} connection @param {string} folder @returns {Promise<StoragePool>} */
async function poolOf(connection, folder) {
  const xml = `<pool type='dir'><name>soak</name><target><path>${folder}</path></target></pool>`;
  for (;;) {
    try {
      return await connection.storagePoolLookupByName('soak');
    } catch (/** @type {any} */ error) {
      passed(error, 'VIR_ERR_NO_STORAGE_POOL');
    }
    // Somebody else may do the same at this moment.
    await connection.storagePoolCreateXML(xml).catch((error) => passed(error, 'VIR_ERR_OPERATION_FAILED'));
  }
}
