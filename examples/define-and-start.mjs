// Defines a domain, starts it, and takes it away again. Usage: node define-and-start.mjs URI FILE
import { readFile } from 'node:fs/promises';
import { connect, DomainState } from 'libvirt-rpc';

const [uri, file] = process.argv.slice(2);
if (file === undefined) {
  console.error("usage: node define-and-start.mjs URI FILE, which has the domain's description");
  process.exit(2);
}

const stateName = (state) => Object.entries(DomainState).find(([, value]) => value === state)?.[0];

const connection = await connect(uri);
try {
  const xml = await readFile(file, 'utf8');
  // A domain that is there and has it would get this definition, and be taken away. libvirt refuses a name that is taken.
  if (/<uuid[\s>]/u.test(xml)) throw new Error(`${file} has a <uuid>: without it, the domain is a new one`);
  const domain = await connection.domainDefineXML(xml);
  console.log(`${domain.name} (${domain.uuid}) is defined`);
  try {
    await domain.create();
    await domain.waitForState('running', { timeout: 10_000 });
    const { state } = await domain.getState();
    console.log(`${domain.name} is ${stateName(state)} with id ${domain.id}`);
  } finally {
    // Also where it could not be started.
    if (await domain.isActive()) await domain.destroy();
    await domain.waitForState('shutoff', { timeout: 10_000 });
    await domain.undefine();
    console.log(`${domain.name} is gone`);
  }
} finally {
  await connection.close();
}
