// Lists the domains of a daemon. Usage: node list-domains.mjs [URI]
import { ConnectionError, connect, DomainState } from 'libvirt-rpc';

const stateName = (state) => Object.entries(DomainState).find(([, value]) => value === state)?.[0] ?? `state ${state}`;

try {
  const connection = await connect(process.argv[2]);
  console.log(`${connection.getURI()} on ${await connection.getHostname()}`);
  for (const domain of await connection.listAllDomains()) {
    const { state, memory, cpuTime } = await domain.getInfo();
    const seconds = (Number(cpuTime) / 1e9).toFixed(1);
    console.log(`${domain.name}  ${stateName(state)}  ${memory / 1024n} MiB  ${seconds} s of processor time`);
  }
  await connection.close();
} catch (error) {
  // It says what was tried, and what to do.
  if (!(error instanceof ConnectionError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
