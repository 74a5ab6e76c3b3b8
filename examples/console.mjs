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
  const console = domain.openConsole(null, DomainConsoleFlags.FORCE);
  await once(console, 'ready');
  process.stdin.setRawMode?.(true);
  process.stderr.write(`connected to ${domain.name}; Ctrl-] ends it\r\n`);
  console.pipe(process.stdout);
  process.stdin.on('data', (typed) => {
    if (typed.includes(ESCAPE)) console.destroy();
    else console.write(typed);
  });
  process.stdin.once('end', () => console.destroy());
  // Here, or there: a domain that ends takes its console with it.
  await once(console, 'close');
} finally {
  process.stdin.setRawMode?.(false);
  process.stdin.destroy();
  await connection.close();
}
