// Migrates a running domain to another host, and shows how far it is. Ctrl-C leaves the domain where it was.
// Usage: node migrate.mjs SOURCE-URI DOMAIN DESTINATION-URI [MIGRATE-URI]
import { connect, DomainMigrateFlags } from 'libvirt-rpc';

const [sourceUri, name, destinationUri, migrateUri] = process.argv.slice(2);
if (destinationUri === undefined) {
  console.error('usage: node migrate.mjs SOURCE-URI DOMAIN DESTINATION-URI [MIGRATE-URI]');
  process.exit(2);
}

const source = await connect(sourceUri);
const destination = await connect(destinationUri);

const giveUp = new AbortController();
process.once('SIGINT', () => giveUp.abort());

try {
  const domain = await source.domainLookupByName(name);
  const migration = domain.migrate3(destination, { migrate_uri: migrateUri }, DomainMigrateFlags.LIVE, giveUp);
  for await (const { dataProcessed, dataRemaining } of domain.jobProgress({ interval: 200, during: migration })) {
    console.log(`${dataProcessed} bytes sent, ${dataRemaining} to go`);
  }
  const moved = await migration;
  console.log(`${moved.name} runs on ${await destination.getHostname()} with id ${moved.id}`);
} catch (error) {
  if (error.code !== 'ABORT_ERR') throw error;
  console.log(`${name} has stayed where it was`);
} finally {
  await Promise.all([source.close(), destination.close()]);
}
