// Asks the agent in a guest about it. Usage: node guest-agent.mjs URI DOMAIN
import { connect, RemoteError } from 'libvirt-rpc';

const [uri, name] = process.argv.slice(2);
if (name === undefined) {
  console.error('usage: node guest-agent.mjs URI DOMAIN');
  process.exit(2);
}

const connection = await connect(uri);
try {
  const domain = await connection.domainLookupByName(name);
  /** @type {{ version: string, supported_commands: { name: string }[] }} */
  const { version, supported_commands } = await domain.agent('guest-info', { timeout: 5000 });
  console.log(`the agent of ${name} has version ${version}, and ${supported_commands.length} commands`);
  /** @type {{ 'host-name': string }} */
  const { 'host-name': host } = await domain.agent({ execute: 'guest-get-host-name' }, { timeout: 5000 });
  console.log(`the guest calls itself ${host}`);
} catch (error) {
  // VIR_ERR_AGENT_UNRESPONSIVE: no agent runs in the guest. VIR_ERR_ARGUMENT_UNSUPPORTED: it has no channel for one.
  if (!(error instanceof RemoteError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exitCode = 1;
} finally {
  await connection.close();
}
