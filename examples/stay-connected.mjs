// Keeps a list of the domains that run, whatever becomes of the daemon, until Ctrl-C. Usage: node stay-connected.mjs [URI]
import { ConnectListAllDomainsFlags, connect } from 'libvirt-rpc';

const over = new AbortController();
process.once('SIGINT', () => over.abort());

// A list does nothing but tell: it may be asked for again where its answer was lost.
const reconnect = { initialDelay: 100, maxDelay: 10_000, retryReads: true };
const connection = await connect(process.argv[2], { reconnect });
connection.on('state', (now) => {
  const what = now.state === 'connecting' ? `attempt ${now.attempt}` : now.state;
  console.log('error' in now && now.error !== null ? `${what}: ${now.error.message}` : what);
});

const list = async () => {
  const domains = await connection.listAllDomains(ConnectListAllDomainsFlags.ACTIVE);
  const names = domains.map(({ name }) => name).sort();
  console.log(`running: ${names.join(', ') || 'none'}`);
};

const events = connection.domainEvents('lifecycle', { gaps: true, signal: over.signal });
try {
  await events.registered;
  await list();
  // After a gap the list is as old as the gap: both are reasons to look.
  for await (const event of events) {
    if (event.kind === 'gap') console.log('something may have happened meanwhile');
    await list();
  }
} catch (error) {
  if (error.code !== 'ABORT_ERR') throw error;
} finally {
  await connection.close();
}
