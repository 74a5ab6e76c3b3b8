// Tells what becomes of domains, and why, until Ctrl-C. Usage: node watch-events.mjs [URI]
import {
  connect,
  DomainEventCrashedDetailType,
  DomainEventDefinedDetailType,
  DomainEventPMSuspendedDetailType,
  DomainEventResumedDetailType,
  DomainEventShutdownDetailType,
  DomainEventStartedDetailType,
  DomainEventStoppedDetailType,
  DomainEventSuspendedDetailType,
  DomainEventType,
  DomainEventUndefinedDetailType,
} from 'libvirt-rpc';

// What the number `detail` means depends on the event.
const DETAILS = {
  DEFINED: DomainEventDefinedDetailType,
  UNDEFINED: DomainEventUndefinedDetailType,
  STARTED: DomainEventStartedDetailType,
  SUSPENDED: DomainEventSuspendedDetailType,
  RESUMED: DomainEventResumedDetailType,
  STOPPED: DomainEventStoppedDetailType,
  SHUTDOWN: DomainEventShutdownDetailType,
  PMSUSPENDED: DomainEventPMSuspendedDetailType,
  CRASHED: DomainEventCrashedDetailType,
};

// A daemon that is newer than this library may have others.
const nameIn = (values, number) => Object.keys(values).find((name) => values[name] === number) ?? `number ${number}`;

const over = new AbortController();
process.once('SIGINT', () => over.abort());

const connection = await connect(process.argv[2]);
const events = connection.domainEvents('lifecycle', { signal: over.signal });
try {
  await events.registered;
  console.log(`watching ${connection.getURI()}`);
  for await (const { domain, event, detail } of events) {
    const what = nameIn(DomainEventType, event);
    console.log(`${domain.name}: ${what}, ${nameIn(DETAILS[what] ?? {}, detail)}`);
  }
} catch (error) {
  // Anything else is a connection that was lost, or events that were.
  if (error.code !== 'ABORT_ERR') throw error;
} finally {
  await connection.close();
}
