// Tells what runs on many hosts, a host as soon as it answers. Usage: node many-hosts.mjs URI…
import { ConnectListAllDomainsFlags, connectAll } from 'libvirt-rpc';

const over = new AbortController();
process.once('SIGINT', () => over.abort());

let silent = 0;
try {
  for await (const { uri, connection, error } of connectAll(process.argv.slice(2), {
    concurrency: 20,
    timeout: 5000,
    callTimeout: 5000,
    signal: over.signal,
  })) {
    if (error) {
      silent++;
      console.log(`${uri}: ${error.message}`);
      continue;
    }
    const domains = await connection.listAllDomains(ConnectListAllDomainsFlags.ACTIVE);
    console.log(`${uri}: ${domains.map(({ name }) => name).join(', ') || 'nothing'}`);
    await connection.close();
  }
} catch (error) {
  if (error.code !== 'ABORT_ERR') throw error;
}
process.exitCode = silent > 0 ? 1 : 0;
