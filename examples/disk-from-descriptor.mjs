// Starts a defined guest whose disk image libvirt reads from a descriptor: neither qemu nor the daemon opens its path.
// Usage: node disk-from-descriptor.mjs URI NAME IMAGE
//
// The guest's disk names the group of descriptors: <source file='IMAGE' fdgroup='image'/>
import { open } from 'node:fs/promises';
import { connect } from 'libvirt-rpc';

const [uri, name, image] = process.argv.slice(2);
if (image === undefined) {
  console.error('usage: node disk-from-descriptor.mjs URI NAME IMAGE');
  process.exit(2);
}

const connection = await connect(uri);
try {
  const domain = await connection.domainLookupByName(name);
  const file = await open(image, 'r+');
  await domain.fdAssociate('image', [file]);
  await file.close(); // The daemon has its own until this connection ends.
  await domain.create();
  console.log(`${domain.name} runs with id ${domain.id}`);
} finally {
  await connection.close();
}
