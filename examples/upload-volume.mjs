// Makes a volume of a file, and shows how far it is. Usage: node upload-volume.mjs URI POOL FILE
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { connect } from 'libvirt-rpc';

const [uri, poolName, file] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: node upload-volume.mjs URI POOL FILE');
  process.exit(2);
}

function progressBar(total) {
  let [done, shown] = [0, -1];
  return new Transform({
    transform(chunk, _encoding, callback) {
      done += chunk.length;
      const percent = Math.floor((100 * done) / total);
      if (percent > shown) {
        process.stderr.write(`\r[${'#'.repeat(percent * 0.4).padEnd(40)}] ${percent}%${percent === 100 ? '\n' : ''}`);
        shown = percent;
      }
      callback(null, chunk);
    },
  });
}

const escapeXml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const connection = await connect(uri);
try {
  const { size } = await stat(file);
  const pool = await connection.storagePoolLookupByName(poolName);
  const volume = await pool.storageVolCreateXML(
    `<volume><name>${escapeXml(basename(file))}</name><allocation>0</allocation><capacity>${size}</capacity></volume>`,
  );
  try {
    await pipeline(createReadStream(file), progressBar(size), volume.upload(0n, BigInt(size)));
  } catch (error) {
    // Half a volume is of no use. Without a connection, it stays.
    await volume.delete().catch(() => {});
    throw error;
  }
  console.log(`${file} is ${await volume.getPath()}`);
} finally {
  await connection.close();
}
