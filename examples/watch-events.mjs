// Tells what becomes of domains, until Ctrl-C. Usage: node watch-events.mjs [URI]
import { connect, DomainEventType } from 'libvirt-rpc';

const eventName = (event) => Object.keys(DomainEventType).find((name) => DomainEventType[name] === event);

const over = new AbortController();
process.once('SIGINT', () => over.abort());

const connection = await connect(process.argv[2]);
const events = connection.domainEvents('lifecycle', { signal: over.signal });
await events.registered;
console.log(`watching ${connection.getURI()}`);
try {
  for await (const { domain, event, detail } of events) {
    console.log(`${domain.name}: ${eventName(event)}, ${detail}`);
  }
} catch (error) {
  // Anything else is a connection that was lost, or events that were.
  if (error.code !== 'ABORT_ERR') throw error;
} finally {
  await connection.close();
}
