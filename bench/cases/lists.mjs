// @ts-check
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compare } from '../lib/compare.mjs';
import { temporaryFolder } from '../lib/folder.mjs';
import { startLibvirtd } from '../lib/servers.mjs';

const DOMAINS = 10_000;

/** A host of the test driver's, with so many domains. */
function manyDomains() {
  const domains = Array.from(
    { length: DOMAINS },
    (_, i) =>
      `<domain type='test'><name>domain-${i}</name><memory>8192</memory><vcpu>1</vcpu>` +
      '<os><type>hvm</type></os></domain>\n',
  );
  return `<node>\n${domains.join('')}</node>\n`;
}

/** @param {string} name @returns {import('../lib/compare.mjs').Column} */
const milliseconds = (name) => ({ name, of: (seconds) => seconds * 1e3, digits: 1 });

/** `listAllDomains` and `getAllDomainStats` of 10,000 domains. @type {import('../run.mjs').Bench} */
export async function* lists(context) {
  const folder = temporaryFolder();
  const path = join(folder, 'node.xml');
  // The daemon is another user's.
  chmodSync(folder, 0o755);
  writeFileSync(path, manyDomains());
  const server = await startLibvirtd({ driver: 'test', path });
  try {
    for (const [command, what, goal] of [
      ['list', 'listAllDomains', 'at most 0.6 of C’s time'],
      ['stats', 'getAllDomainStats', 'at most C’s time'],
    ]) {
      yield await compare(context, {
        title: `${what} of ${DOMAINS.toLocaleString('en')} domains`,
        server,
        peers: [...context.others, ...context.library],
        command: `${command} 1`,
        time: milliseconds('ms'),
        rate: false,
        cpu: milliseconds('CPU ms'),
        goal: goal ?? '',
      });
    }
  } finally {
    await server.stop();
  }
}
