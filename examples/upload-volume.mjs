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
  let done = 0;
  return new Transform({
    transform(chunk, _encoding, callback) {
      done += chunk.length;
      const part = done / total;
      const bar = '#'.repeat(Math.round(part * 40)).padEnd(40);
      process.stderr.write(`\r[${bar}] ${Math.round(part * 100)}%${done === total ? '\n' : ''}`);
      callback(null, chunk);
    },
  });
}

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const connection = await connect(uri);
try {
  const { size } = await stat(file);
  const pool = await connection.storagePoolLookupByName(poolName);
  const volume = await pool.storageVolCreateXML(
    `<volume><name>${escape(basename(file))}</name><allocation>0</allocation><capacity>${size}</capacity></volume>`,
  );
  await pipeline(createReadStream(file), progressBar(size), volume.upload(0n, BigInt(size)));
  console.log(`${file} is ${await volume.getPath()}`);
} finally {
  await connection.close();
}
