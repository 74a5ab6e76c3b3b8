// A session on a domain's console, until Ctrl-]. Usage: node console.mjs URI DOMAIN
import { once } from 'node:events';
import { connect, DomainConsoleFlags } from 'libvirt-rpc';

const [uri, name] = process.argv.slice(2);
if (name === undefined) {
  console.error('usage: node console.mjs URI DOMAIN');
  process.exit(2);
}

const ESCAPE = 0x1d; // Ctrl-]

const connection = await connect(uri);
try {
  const domain = await connection.domainLookupByName(name);
  // Whoever else is connected to the console is disconnected.
  const session = domain.openConsole(null, DomainConsoleFlags.FORCE);
  await once(session, 'ready');
  process.stdin.setRawMode?.(true);
  process.stderr.write(`connected to ${domain.name}; Ctrl-] ends it\r\n`);
  session.pipe(process.stdout);
  process.stdin.on('data', (typed) => {
    if (typed.includes(ESCAPE)) session.end();
    else if (session.writable) session.write(typed);
  });
  process.stdin.once('end', () => session.end());
  // Here, or there: a domain that ends takes its console with it.
  await once(session, 'close');
} finally {
  process.stdin.setRawMode?.(false);
  process.stdin.destroy();
  await connection.close();
}
