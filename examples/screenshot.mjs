// What a domain's screen shows, as a PNG. Usage: node screenshot.mjs URI DOMAIN FILE
import { writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { connect } from 'libvirt-rpc';
import { pngOf } from './png.mjs';

const [uri, name, file] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: node screenshot.mjs URI DOMAIN FILE');
  process.exit(2);
}

const connection = await connect(uri);
try {
  const domain = await connection.domainLookupByName(name);
  const { mimeType, stream } = await domain.screenshot();
  const image = await buffer(stream);
  await writeFile(file, mimeType === 'image/png' ? image : pngOf(image));
  console.log(`${file} is what ${domain.name} shows (${mimeType})`);
} finally {
  await connection.close();
}
