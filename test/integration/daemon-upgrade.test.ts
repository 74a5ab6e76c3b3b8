import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  ConnectCloseReason,
  type Connection,
  type ConnectionState,
  type ConnectOptions,
  DomainEventType,
  NetworkMetadataType,
} from '../../src/index.js';
import { containerXml, freshName, startKnown } from '../support/integration-container.js';
import { open, useContainers, useDaemon } from '../support/integration-daemon.js';
import { passesEverything } from '../support/network-suite.js';
import { ofOther, replace, useOtherLibvirt } from '../support/other-daemon.js';

const { STARTED, STOPPED } = DomainEventType;
const newer = useOtherLibvirt('newer');
const SOON: ConnectOptions = { reconnect: { initialDelay: 20, maxDelay: 200 } };

/** What the older daemon says to a procedure that it does not have. */
const UNKNOWN = {
  name: 'RemoteError',
  code: 'VIR_ERR_NO_SUPPORT',
  message: expect.stringContaining('unknown procedure'),
};

/** The next state of that name. */
async function comes<Name extends ConnectionState['state']>(
  states: AsyncIterator<ConnectionState>,
  name: Name,
): Promise<ConnectionState & { state: Name }> {
  for (;;) {
    const { value, done } = await states.next();
    if (done === true) throw new Error(`there is no state ${name}`);
    if (value.state === name) return value as ConnectionState & { state: Name };
  }
}

const title = (connection: Connection, text: string) =>
  connection
    .networkLookupByName('default')
    .then((network) => network.setMetadata(NetworkMetadataType.TITLE, text))
    .then(() => text);

describe('a client that comes back', () => {
  const daemon = useDaemon();

  it('is the same before and after an upgrade, and after a downgrade', async () => {
    const connection = await open(daemon().uri('test'), SOON);
    const states = connection.states();
    const [events, ended] = [
      connection.domainEvents('lifecycle', { gaps: true }),
      connection.domainEvents('lifecycle'),
    ];
    await Promise.all([events.registered, ended.registered]);
    const domain = await connection.domainLookupByName('test');
    const older = await connection.getLibVersion();
    expect(newer.version).toBeGreaterThan(older);
    await expect(title(connection, 'early')).rejects.toMatchObject(UNKNOWN);
    const early = connection.networkEvents('metadataChange');
    await expect(early.registered).rejects.toMatchObject({ name: 'RemoteError' });

    /** The other daemon, and what is the same on both sides. */
    const change = async (tree: string | null) => {
      let waiting: Promise<bigint> | undefined;
      await replace(daemon(), tree, async () => {
        // The daemon's end and that of its sockets come in any order.
        await vi.waitFor(() => expect(connection.isAlive()).toBe(false));
        waiting = connection.getLibVersion();
      });
      expect(await waiting).toBe(tree === null ? older : newer.version);
      const { refusals } = await comes(states, 'reopened');
      expect((await events.next()).value).toMatchObject({ kind: 'gap', from: expect.any(Date), to: expect.any(Date) });
      await domain.suspend();
      expect((await events.next()).value).toMatchObject({ domain: { name: 'test' }, event: DomainEventType.SUSPENDED });
      return refusals;
    };

    expect(await change(newer.tree)).toEqual([]);
    await expect(ended.next()).rejects.toMatchObject({ code: 'ERR_LIBVIRT_EVENT_GAP' });
    // What came with the newer daemon is there without another connection: calls, and events.
    const changes = connection.networkEvents('metadataChange', { gaps: true });
    await changes.registered;
    expect(await title(connection, 'late')).toBe('late');
    expect((await changes.next()).value).toMatchObject({
      network: { name: 'default' },
      type: NetworkMetadataType.TITLE,
    });

    // And it is gone with it, which whoever has asked for it is told.
    const refusals = await change(null);
    const refusal = { name: 'RemoteError', message: expect.stringContaining('unsupported') };
    expect(refusals).toEqual([expect.objectContaining(refusal)]);
    await expect(changes.next()).rejects.toMatchObject(refusal);
    await expect(title(connection, 'early')).rejects.toMatchObject(UNKNOWN);
    await events.return();
  });

  it('watches the other daemon as it did the first', async () => {
    const keepalive = { interval: 1, count: 2 };
    const connection = await open(daemon().uri('test'), { ...SOON, keepalive });
    const states = connection.states();
    await replace(daemon(), newer.tree);
    onTestFinished(() => replace(daemon(), null));
    await comes(states, 'reopened');
    // It stays while the daemon answers, though nobody calls, and is lost when it does not.
    await delay(4000);
    expect(connection.isAlive()).toBe(true);
    daemon().kill('SIGSTOP');
    try {
      expect(await comes(states, 'lost')).toMatchObject({ reason: ConnectCloseReason.KEEPALIVE });
    } finally {
      daemon().kill('SIGCONT');
    }
    expect(await connection.getLibVersion()).toBe(newer.version);
  });
});

describe('containers', () => {
  const daemon = useContainers();

  it('run on under the other daemon, and their end is told', async () => {
    const connection = await open(daemon().uri('lxc'), SOON);
    const events = connection.domainEvents('lifecycle', { gaps: true });
    await events.registered;
    const start = () => startKnown(() => connection.domainCreateXML(containerXml(freshName())));
    const first = await start();
    await replace(daemon(), newer.tree);
    expect(await connection.domainLookupByName(first.name)).toMatchObject({ id: first.id, uuid: first.uuid });
    const second = await start();
    const off = first.waitForState('shutoff', { timeout: 20_000 });
    await first.destroy();
    await off;
    await replace(daemon(), null);
    expect(await connection.domainLookupByName(second.name)).toMatchObject({ id: second.id, uuid: second.uuid });
    const end = second.waitForState('shutoff', { timeout: 20_000 });
    await second.destroy();
    await end;
    const seen: unknown[] = [];
    for await (const event of events) {
      // Some may have been started in vain before.
      if (event.kind !== 'gap' && ![first.name, second.name].includes(event.domain.name)) continue;
      const what = event.kind === 'gap' ? 'gap' : [event.domain.name, event.event];
      // A daemon may tell an end twice.
      if (!isDeepStrictEqual(what, seen.at(-1))) seen.push(what);
      if (isDeepStrictEqual(what, [second.name, STOPPED])) break;
    }
    expect(seen).toEqual([
      [first.name, STARTED],
      'gap',
      [second.name, STARTED],
      [first.name, STOPPED],
      'gap',
      [second.name, STOPPED],
    ]);
  });
});

describe('the newer daemon', () => {
  const daemon = useDaemon(ofOther(newer));
  const facts = { kind: 'koffi', secure: true, encrypted: false, whyNoFds: null };
  passesEverything(facts, (driver) => ({ uri: daemon().uri(driver), options: {} }));
});
