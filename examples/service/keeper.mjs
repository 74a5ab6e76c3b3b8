// A service: it keeps containers running that all accept on one socket.
import { setTimeout as delay } from 'node:timers/promises';
import { ConnectListAllDomainsFlags, DomainEventType, RemoteError, withListenFds } from 'libvirt-rpc';

const ATTEMPTS = 3;

const xmlOf = (name) => `<domain type='lxc'>
  <name>${name}</name>
  <memory unit='MiB'>256</memory>
  <os><type>exe</type><init>${process.execPath}</init><initarg>${import.meta.dirname}/../web.mjs</initarg></os>
  <devices><console type='pty'/></devices>
</domain>`;

/** Starts a container, and tries again where that fails. */
async function start(connection, socket, name, { log, pause }) {
  for (let attempt = 1; ; attempt++) {
    try {
      await connection.domainCreateXMLWithFiles(withListenFds(xmlOf(name), ['http']), [socket]);
      log(`${name} is started`);
      return;
    } catch (error) {
      if (!(error instanceof RemoteError) || attempt === ATTEMPTS) throw error;
      log(`${name} cannot be started: ${error.message}`);
      await delay(pause * attempt);
    }
  }
}

/** Starts those that do not run. */
async function startMissing(connection, socket, names, options) {
  const running = await connection.listAllDomains(ConnectListAllDomainsFlags.ACTIVE);
  const missing = names.filter((name) => !running.some((domain) => domain.name === name));
  for (const name of missing) await start(connection, socket, name, options);
}

/** Keeps `count` containers running, until the signal fires. Fails where one cannot be started, or the daemon is lost. */
export async function keepRunning(connection, socket, count, { signal, log = (_line) => {}, pause = 500 }) {
  const names = Array.from({ length: count }, (_, i) => `web-${i + 1}`);
  // It watches before it looks, so that it sees what stops in between.
  const events = connection.domainEvents('lifecycle', { signal });
  try {
    await startMissing(connection, socket, names, { log, pause });
    for await (const { domain, event } of events) {
      if (event !== DomainEventType.STOPPED || !names.includes(domain.name)) continue;
      log(`${domain.name} has stopped`);
      // An event is a reason to look: libvirt may tell of an end twice, or late.
      await startMissing(connection, socket, names, { log, pause });
    }
    if (!signal.aborted) throw new Error('the connection to the daemon is closed');
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await events.return();
  }
}
