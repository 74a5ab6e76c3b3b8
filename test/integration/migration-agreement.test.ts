import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { connect, DomainCreateFlags, DomainMigrateFlags, type MigrateParams } from '../../src/index.js';
import { Tap } from '../support/integration-tap.js';
import { toldSteps } from '../support/migration-conversation.js';
import { empty, inventory, useHosts } from '../support/migration-hosts.js';

const { LIVE, OFFLINE, PEER2PEER, PERSIST_DEST, UNDEFINE_SOURCE } = DomainMigrateFlags;
const run = promisify(execFile);

interface Migration {
  readonly flags: number;
  readonly params: MigrateParams;
  /** The same in virsh's words. */
  readonly virsh: readonly string[];
  readonly running?: boolean;
  /** The destination has a guest of that name. */
  readonly taken?: boolean;
}

/** How a client migrates: what it says when that fails, or else `null`. */
type Client = (uris: { source: string; destination: string }, guest: string) => Promise<string | null>;

const virsh =
  ({ virsh: args }: Migration): Client =>
  ({ source, destination }, guest) =>
    run('virsh', ['-c', source, 'migrate', guest, destination, ...args]).then(
      () => null,
      ({ stderr }: { stderr: string }) => stderr.trim().replace(/^error: /, ''),
    );

const ours =
  ({ params, flags }: Migration): Client =>
  async (uris, guest) => {
    const options = { fdTransport: 'none' } as const;
    const source = await connect(uris.source, options);
    const destination = await connect(uris.destination, options);
    try {
      const domain = await source.domainLookupByName(guest);
      if ((flags & PEER2PEER) === 0) await domain.migrate3(destination, params, flags);
      else await domain.migrateToURI3(uris.destination, params, flags);
      return null;
    } catch (error) {
      return (error as Error).message;
    } finally {
      await Promise.all([source.close(), destination.close()]);
    }
  };

describe('this client and the C client', () => {
  const hosts = useHosts();
  const NAME = `migrant-${process.pid}`;

  /** What is said to both ends, and what comes of it. */
  async function migrate({ running = true, taken = false }: Migration, client: Client) {
    const ends = await hosts.open();
    const xml = hosts.xml(NAME);
    const guest = await ends.source.domainDefineXML(xml);
    if (running) await guest.createWithFlags(DomainCreateFlags.START_PAUSED);
    if (taken) await ends.destination.domainDefineXML(xml);
    const taps = {
      source: await Tap.start(hosts.folder, hosts.socket('source'), 'source'),
      destination: await Tap.start(hosts.folder, hosts.socket('destination'), 'destination'),
    };
    const uri = (tap: Tap): string => `qemu+unix:///system?socket=${tap.path}`;
    const said = await client({ source: uri(taps.source), destination: uri(taps.destination) }, NAME);
    const failure = said?.replace(/[0-9a-f-]{36}/u, 'UUID') ?? null;
    await Promise.all([taps.source.close(), taps.destination.close()]);
    const left = { source: await inventory(ends.source), destination: await inventory(ends.destination) };
    await Promise.all([empty(ends.source), empty(ends.destination)]);
    return { failure, left, source: toldSteps(taps.source.sent), destination: toldSteps(taps.destination.sent) };
  }

  const params = { migrate_uri: hosts.migrateUri() };
  const at = ['--migrateuri', params.migrate_uri];
  const nowhere = { migrate_uri: 'tcp://127.0.0.2', listen_address: '127.0.0.1' };

  it.each<[string, Migration, steps: [source: number, destination: number]]>([
    [
      'migrate a guest',
      {
        flags: LIVE | PERSIST_DEST | UNDEFINE_SOURCE,
        params: { ...params, destination_name: `${NAME}-moved`, bandwidth: 100n },
        virsh: ['--live', '--persistent', '--undefinesource', '--dname', `${NAME}-moved`, '--bandwidth', '100', ...at],
      },
      [3, 2],
    ],
    [
      'migrate a definition',
      { flags: OFFLINE | PERSIST_DEST, params: {}, virsh: ['--offline', '--persistent'], running: false },
      [2, 2],
    ],
    ['fail to prepare', { flags: LIVE, params, virsh: ['--live', ...at], taken: true }, [2, 1]],
    [
      'fail to perform',
      {
        flags: LIVE,
        params: nowhere,
        virsh: ['--live', '--migrateuri', nowhere.migrate_uri, '--listen-address', nowhere.listen_address],
      },
      [2, 2],
    ],
    ['leave it to the daemons', { flags: LIVE | PEER2PEER, params, virsh: ['--live', '--p2p', ...at] }, [1, 2]],
  ])('%s by the same steps, and to the same end', async (_, migration, [source, destination]) => {
    const c = await migrate(migration, virsh(migration));
    const node = await migrate(migration, ours(migration));
    expect(node).toEqual(c);
    expect([node.source.length, node.destination.length]).toEqual([source, destination]);
  });
});
