import { once } from 'node:events';
import net from 'node:net';
import { connect, withListenFds } from 'libvirt-rpc';

const server = net.createServer().listen(process.env.PORT ?? 8080);
await once(server, 'listening');

const xml = `<domain type='lxc'>
  <name>web</name>
  <memory unit='MiB'>256</memory>
  <os><type>exe</type><init>${process.execPath}</init><initarg>${import.meta.dirname}/web.mjs</initarg></os>
  <devices><console type='pty'/></devices>
</domain>`;

const connection = await connect('lxc:///system');
const domain = await connection.domainCreateXMLWithFiles(withListenFds(xml, ['http']), [server]);
server.close(); // The container has the socket, and it alone accepts from now on.
console.log(`${domain.name} runs with id ${domain.id}`);
await connection.close();
