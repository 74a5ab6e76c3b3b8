// Takes a snapshot of a domain, lets you change it, and goes back. Usage: node snapshot-revert.mjs URI DOMAIN
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { connect } from 'libvirt-rpc';

const [uri, name] = process.argv.slice(2);
if (name === undefined) {
  console.error('usage: node snapshot-revert.mjs URI DOMAIN');
  process.exit(2);
}

const connection = await connect(uri);
try {
  const domain = await connection.domainLookupByName(name);
  const snapshot = await domain.snapshotCreateXML('<domainsnapshot><name>before</name></domainsnapshot>');
  console.log(`${domain.name} has the snapshots ${(await domain.snapshotListNames()).join(', ')}`);
  console.log('Change what you like, and press Enter to undo it.');
  const terminal = createInterface({ input: process.stdin });
  terminal.once('line', () => terminal.close());
  // There may be no terminal, and so nobody to press it. Ctrl-C leaves the snapshot where it is.
  await once(terminal, 'close');
  await snapshot.domainRevertToSnapshot();
  await snapshot.delete();
  console.log(`${domain.name} is what it was`);
} finally {
  await connection.close();
}
