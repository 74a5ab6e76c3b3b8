import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { objectsOf } from '../../src/api/connection/base.js';
import { Connection } from '../../src/api/connection/connection.js';
import { type Domain, DomainMigrateFlags, DomainState } from '../../src/index.js';
import { procedures } from '../../src/protocol/generated/remote/index.js';
import type { Procedure } from '../../src/protocol/procedure.js';
import type { Received, TestPeer } from '../support/test-peer.js';
import { start } from '../support/test-session.js';

const { CHANGE_PROTECTION, LIVE, OFFLINE, PEER2PEER } = DomainMigrateFlags;
const DOM = { name: 'guest', uuid: new Uint8Array(16).fill(7), id: 3 };
const Feature = { V2: 3, P2P: 4, DIRECT: 5, V3: 6, CHANGE_PROTECTION: 7, OFFLINE: 12, PARAMS: 13 };
const cookie = (text: string): Buffer => Buffer.from(text);

type Answer = (args: unknown) => unknown;
type Told = [procedure: string, args: unknown];

/** Answers the calls of a session: about features, and what `answers` has. Notes what else it was told. */
function serve(peer: TestPeer, features: readonly number[], answers: Readonly<Record<string, Answer>>): Told[] {
  const told: Told[] = [];
  const all = Object.values(procedures) as Procedure<unknown, unknown>[];
  let over = false;
  onTestFinished(() => {
    over = true;
  });
  const answer = async (): Promise<void> => {
    while (!over) {
      const call = peer.received.shift();
      if (call === undefined) await turn();
      else reply(call);
    }
  };
  const reply = (call: Received): void => {
    const procedure = all.find(({ kind, number }) => kind === 'call' && number === call.header.proc);
    if (procedure === undefined) throw new Error(`there is no procedure ${call.header.proc}`);
    const args = peer.args(call, procedure);
    if (procedure.name === 'CONNECT_SUPPORTS_FEATURE') {
      const { feature } = args as { feature: number };
      peer.reply(call, procedure, { supported: features.includes(feature) ? 1 : 0 });
      return;
    }
    told.push([procedure.name, args]);
    const value = answers[procedure.name];
    if (value === undefined) peer.fail(call, { code: 55, domain: 10, message: `no ${procedure.name}` });
    else peer.reply(call, procedure, value(args));
  };
  void answer();
  return told;
}

function host(features: readonly number[], answers: Readonly<Record<string, Answer>>) {
  const { peer, session } = start();
  const connection = new Connection(session);
  onTestFinished(() => session.end(null));
  return { connection, told: serve(peer, features, answers) };
}

const source = (features: readonly number[], more: Readonly<Record<string, Answer>> = {}) => {
  const { connection, told } = host(features, {
    DOMAIN_MIGRATE_BEGIN3: () => ({ cookie_out: cookie('begun'), xml: '<domain/>' }),
    DOMAIN_GET_STATE: () => ({ state: DomainState.RUNNING, reason: 0 }),
    DOMAIN_MIGRATE_PERFORM3: () => ({ cookie_out: cookie('performed') }),
    DOMAIN_MIGRATE_CONFIRM3: () => undefined,
    ...more,
  });
  return { domain: objectsOf(connection).domain(DOM) as Domain, told };
};

const destination = (features: readonly number[]) =>
  host(features, {
    DOMAIN_MIGRATE_PREPARE3: () => ({ cookie_out: cookie('prepared'), uri_out: 'tcp:elsewhere:49152' }),
    DOMAIN_MIGRATE_FINISH3: () => ({ dom: { ...DOM, name: 'moved', id: 9 }, cookie_out: cookie('finished') }),
  });

describe('a source or a destination without parameters', () => {
  const OLD = [Feature.V3, Feature.CHANGE_PROTECTION];
  const NEW = [...OLD, Feature.PARAMS];

  it.each([
    ['source', OLD, NEW],
    ['destination', NEW, OLD],
  ])('%s: is told what it knows', async (_, sourceHas, destinationHas) => {
    const { domain, told } = source(sourceHas);
    const { connection, told: toldThere } = destination(destinationHas);
    const params = { migrate_uri: 'tcp://there', destination_name: 'moved', destination_xml: '<new/>', bandwidth: 5n };
    const moved = await domain.migrate3(connection, params, LIVE | CHANGE_PROTECTION);
    expect(moved).toMatchObject({ name: 'moved', id: 9, connection });

    const common = { dname: 'moved', resource: 5n };
    const flags = BigInt(LIVE | CHANGE_PROTECTION);
    expect(told).toEqual([
      ['DOMAIN_MIGRATE_BEGIN3', { ...common, dom: DOM, xmlin: '<new/>', flags }],
      ['DOMAIN_GET_STATE', { dom: DOM, flags: 0 }],
      [
        'DOMAIN_MIGRATE_PERFORM3',
        {
          ...common,
          dom: DOM,
          xmlin: null,
          cookie_in: new Uint8Array(cookie('prepared')),
          dconnuri: null,
          uri: 'tcp:elsewhere:49152',
          flags,
        },
      ],
      ['DOMAIN_MIGRATE_CONFIRM3', { dom: DOM, cookie_in: new Uint8Array(cookie('finished')), flags, cancelled: 0 }],
    ]);
    expect(toldThere).toEqual([
      [
        'DOMAIN_MIGRATE_PREPARE3',
        {
          ...common,
          cookie_in: new Uint8Array(cookie('begun')),
          uri_in: 'tcp://there',
          flags: BigInt(LIVE),
          dom_xml: '<domain/>',
        },
      ],
      [
        'DOMAIN_MIGRATE_FINISH3',
        {
          dname: 'moved',
          cookie_in: new Uint8Array(cookie('performed')),
          dconnuri: null,
          uri: 'tcp:elsewhere:49152',
          flags: BigInt(LIVE),
          cancelled: 0,
        },
      ],
    ]);
  });

  it('is not told what it does not know', async () => {
    const { domain, told } = source(OLD);
    const { connection } = destination(OLD);
    await expect(domain.migrate3(connection, { migrate_disks: ['vda'] }, LIVE)).rejects.toMatchObject({
      name: 'UnsupportedError',
      message: expect.stringMatching(/migrate_disks cannot be sent.*1\.1\.0/),
    });
    expect(told).toEqual([]);
  });

  it('connects to another daemon', async () => {
    const { domain, told } = source([Feature.V3, Feature.P2P]);
    await domain.migrateToURI2('qemu+tls://there/system', 'tcp://there', '<new/>', LIVE | PEER2PEER, 'moved', 5n);
    const args = { dom: DOM, xmlin: '<new/>', cookie_in: new Uint8Array(), dconnuri: 'qemu+tls://there/system' };
    const more = { uri: 'tcp://there', flags: BigInt(LIVE | PEER2PEER), dname: 'moved', resource: 5n };
    expect(told).toEqual([['DOMAIN_MIGRATE_PERFORM3', { ...args, ...more }]]);
  });

  it('has its hypervisor connect to another', async () => {
    const { domain, told } = source([Feature.V3, Feature.DIRECT, Feature.PARAMS]);
    await domain.migrateToURI('xenmigr://there', LIVE);
    expect(told).toMatchObject([['DOMAIN_MIGRATE_PERFORM3', { dconnuri: null, uri: 'xenmigr://there', dname: null }]]);
  });
});

describe('a host that cannot do what is asked', () => {
  it.each([
    ['speaks only protocol 2', [Feature.V2], LIVE, 'migration protocol 3'],
    ['does not protect', [Feature.V3, Feature.PARAMS], LIVE | CHANGE_PROTECTION, 'the source cannot protect'],
    ['moves no definitions', [Feature.V3, Feature.PARAMS], OFFLINE, 'the source cannot migrate a domain that does not'],
  ])('%s', async (_, features, flags, message) => {
    const { domain, told } = source(features);
    const { connection, told: toldThere } = destination(features);
    await expect(domain.migrate3(connection, {}, flags)).rejects.toMatchObject({
      name: 'UnsupportedError',
      message: expect.stringContaining(message),
    });
    expect([...told, ...toldThere]).toEqual([]);
  });

  it.each([
    ['has no daemon that migrates', [Feature.V3], PEER2PEER, 'from daemon to daemon'],
    ['speaks only protocol 2', [Feature.V2, Feature.P2P], PEER2PEER, 'protocol 3'],
    ['moves no definitions', [Feature.V3, Feature.P2P], PEER2PEER | OFFLINE, 'a domain that does not run'],
  ])('by itself: %s', async (_, features, flags, message) => {
    const { domain, told } = source(features);
    await expect(domain.migrateToURI3('qemu+tls://there/system', {}, flags)).rejects.toMatchObject({
      name: 'UnsupportedError',
      message: expect.stringContaining(message),
    });
    expect(told).toEqual([]);
  });
});

describe('a migration by the parameters of C’s older functions', () => {
  it('leaves out what is not given', async () => {
    const features = [Feature.V3, Feature.P2P, Feature.PARAMS];
    const { domain, told } = source(features, { DOMAIN_MIGRATE_PERFORM3_PARAMS: () => ({ cookie_out: cookie('') }) });
    await domain.migrateToURI('qemu+tls://there/system', LIVE | PEER2PEER);
    const args = { dom: DOM, dconnuri: 'qemu+tls://there/system', params: [], cookie_in: new Uint8Array() };
    expect(told).toEqual([['DOMAIN_MIGRATE_PERFORM3_PARAMS', { ...args, flags: LIVE | PEER2PEER }]]);
    expect(domain.id).toBe(-1);
  });
});
