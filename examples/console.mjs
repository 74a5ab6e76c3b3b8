// A session on a domain's console, until Ctrl-]. Usage: node console.mjs URI DOMAIN [--force]
import { once } from 'node:events';
import { connect, DomainConsoleFlags, RemoteError } from 'libvirt-rpc';

const [uri, name, force] = process.argv.slice(2);
if (name === undefined) {
  console.error('usage: node console.mjs URI DOMAIN [--force]');
  process.exit(2);
}

const ESCAPE = 0x1d; // Ctrl-]

const connection = await connect(uri);
try {
  const domain = await connection.domainLookupByName(name);
  // By force, whoever else is connected to it is disconnected. The lxc driver knows no force.
  const session = domain.openConsole(null, force === '--force' ? DomainConsoleFlags.FORCE : 0);
  await once(session, 'ready');
  process.stdin.setRawMode?.(true);
  process.stderr.write(`connected to ${domain.name}; Ctrl-] ends it\r\n`);
  session.pipe(process.stdout);
  process.stdin.on('data', (typed) => {
    const end = typed.indexOf(ESCAPE);
    if (!session.writable) return;
    if (end === -1) session.write(typed);
    else session.end(typed.subarray(0, end));
  });
  process.stdin.once('end', () => session.end());
  // Here, or there: a domain that ends takes its console with it.
  await once(session, 'close');
} catch (error) {
  // The domain does not run, somebody else is connected, or has taken the console by force.
  if (!(error instanceof RemoteError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  process.stdin.setRawMode?.(false);
  process.stdin.destroy();
  await connection.close();
}
