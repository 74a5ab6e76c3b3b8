// @ts-check
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Makes the volume that the clients look up.
 *
 * @param {string} dist
 * @param {string} uri
 * @param {string} folder
 * @param {number} mebibytes
 */
export async function makeVolume(dist, uri, folder, mebibytes) {
  /** @type {typeof import('../../src/index.js')} */
  const { connect } = await import(pathToFileURL(join(dist, 'index.js')).href);
  const connection = await connect(uri);
  const pool = await connection.storagePoolCreateXML(
    `<pool type='dir'><name>bench</name><target><path>${folder}</path></target></pool>`,
  );
  await pool.storageVolCreateXML(
    `<volume><name>volume</name><capacity unit='MiB'>${mebibytes}</capacity>` +
      `<allocation unit='MiB'>${mebibytes}</allocation></volume>`,
  );
  await connection.close();
}
