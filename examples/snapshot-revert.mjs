// Takes a snapshot of a domain, lets you change it, and goes back. Usage: node snapshot-revert.mjs URI DOMAIN
import { createInterface } from 'node:readline/promises';
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
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  await terminal.question('Change what you like, and press Enter to undo it. ');
  terminal.close();
  await snapshot.domainRevertToSnapshot();
  await snapshot.delete();
  console.log(`${domain.name} is what it was`);
} finally {
  await connection.close();
}
