// Shows a daemon's servers, and who is connected to them. Usage: node admin.mjs [URI]
import { AuthError, ClientTransport, ConnectionError, connectAdmin } from 'libvirt-rpc';

const transportName = (transport) => Object.entries(ClientTransport).find(([, value]) => value === transport)?.[0];

try {
  const admin = await connectAdmin(process.argv[2]);
  console.log(admin.getURI());
  for (const server of await admin.listServers()) {
    const { nclients, nclients_max } = await server.getClientLimits();
    const { nWorkers, maxWorkers } = await server.getThreadPoolParameters();
    console.log(`${server.name}: ${nclients} of ${nclients_max} clients, ${nWorkers} of ${maxWorkers} workers`);
    for (const client of await server.listClients()) {
      const { unix_process_id, unix_user_name, sock_addr, readonly } = await client.getInfo();
      const who = sock_addr ?? `process ${unix_process_id} of ${unix_user_name}`;
      const since = new Date(Number(client.timestamp) * 1000).toISOString();
      console.log(
        `  ${client.id}: ${who} by ${transportName(client.transport)}${readonly ? ', read-only' : ''}, ${since}`,
      );
    }
  }
  await admin.close();
} catch (error) {
  // They say what was tried, and what to do.
  if (!(error instanceof ConnectionError || error instanceof AuthError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
