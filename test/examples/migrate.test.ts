import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { finished } from '../support/host-of.js';
import { inventory, useHosts } from '../support/migration-hosts.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/migrate.mjs', import.meta.url));

describe('the example of migration', () => {
  const hosts = useHosts();

  function migrate(name: string): ChildProcess {
    const args = [EXAMPLE, hosts.uri('source'), name, hosts.uri('destination'), hosts.migrateUri()];
    return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  }

  it('shows how far it is, and where the domain has gone', async () => {
    const { source, destination } = await hosts.open();
    const guest = await source.domainCreateXML(hosts.xml());
    const { stdout, stderr, status } = await finished(migrate(guest.name));
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toMatch(/^(\d+ bytes sent, \d+ to go\n)+\S+ runs on \S+ with id \d+\n$/u);
    expect(Object.keys(await inventory(destination))).toEqual([guest.name]);
  });

  it('leaves the domain where it was, at Ctrl-C', async () => {
    const { source, destination } = await hosts.open();
    const guest = await source.domainCreateXML(hosts.busyXml());
    await guest.migrateSetMaxSpeed(1n);
    await guest.migrateSetMaxDowntime(1n);
    const program = migrate(guest.name);
    if (program.stdout === null) throw new TypeError('the program has no pipe');
    void once(program.stdout, 'readable').then(() => program.kill('SIGINT'));
    const { stdout, stderr, status } = await finished(program);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toContain(`${guest.name} has stayed where it was\n`);
    expect(Object.keys(await inventory(source))).toEqual([guest.name]);
    expect(await inventory(destination)).toEqual({});
  });
});
