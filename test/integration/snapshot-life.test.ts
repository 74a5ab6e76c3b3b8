import { expect, it, onTestFinished } from 'vitest';
import {
  type Connection,
  type Domain,
  DomainCheckpoint,
  DomainCheckpointDeleteFlags,
  DomainSnapshot,
  DomainSnapshotDeleteFlags,
  DomainSnapshotListFlags,
  DomainState,
} from '../../src/index.js';
import { open, useDaemon } from '../support/integration-daemon.js';

const daemon = useDaemon();

const named = (element: string, name: string): string => `<${element}><name>${name}</name></${element}>`;

async function start(connection: Connection, name: string): Promise<Domain> {
  const domain = await connection.domainDefineXML(`<domain type='test'>
    <name>${name}</name><memory>1024</memory><os><type>hvm</type></os>
    <devices><disk type='file'><source file='/disk'/><target dev='vda'/></disk></devices></domain>`);
  onTestFinished(async () => {
    if (await domain.isActive()) await domain.destroy();
    await domain.undefine();
  });
  await domain.create();
  return domain;
}

it('snapshots, from the first to the end of all', async () => {
  const domain = await start(await open(daemon().uri('test')), 'snapped');
  const none = { name: 'RemoteError', code: 'VIR_ERR_NO_DOMAIN_SNAPSHOT' };
  expect(await domain.snapshotNum()).toBe(0);
  expect(await domain.hasCurrentSnapshot()).toBe(false);
  await expect(domain.snapshotCurrent()).rejects.toMatchObject(none);

  const running = await domain.snapshotCreateXML(named('domainsnapshot', 'running'));
  expect(running).toBeInstanceOf(DomainSnapshot);
  expect(running).toMatchObject({ name: 'running', connection: domain.connection });
  expect(running.getDomain()).toMatchObject({ name: domain.name, uuid: domain.uuid });
  expect(running.getName()).toBe('running');
  await domain.suspend();
  const paused = await domain.snapshotCreateXML(named('domainsnapshot', 'paused'));

  expect(await domain.snapshotNum()).toBe(2);
  expect((await domain.snapshotListNames()).sort()).toEqual(['paused', 'running']);
  expect(await domain.snapshotListNames(DomainSnapshotListFlags.ROOTS)).toEqual(['running']);
  expect((await domain.listAllSnapshots()).map(({ name }) => name).sort()).toEqual(['paused', 'running']);
  expect((await domain.snapshotCurrent()).name).toBe('paused');
  expect([await running.isCurrent(), await paused.isCurrent()]).toEqual([false, true]);
  expect(await paused.hasMetadata()).toBe(true);
  expect((await paused.getParent()).name).toBe('running');
  await expect(running.getParent()).rejects.toMatchObject(none);
  expect(await running.numChildren()).toBe(1);
  expect(await running.listChildrenNames()).toEqual(['paused']);
  expect((await running.listAllChildren()).map(({ name }) => name)).toEqual(['paused']);
  expect(await paused.getXMLDesc()).toContain('<state>paused</state>');

  await running.domainRevertToSnapshot();
  expect((await domain.getState()).state).toBe(DomainState.RUNNING);
  await paused.domainRevertToSnapshot();
  expect((await domain.getState()).state).toBe(DomainState.PAUSED);

  await running.delete(DomainSnapshotDeleteFlags.CHILDREN);
  expect(await domain.snapshotNum()).toBe(0);
  await expect(paused.getXMLDesc()).rejects.toMatchObject(none);
  await expect(domain.snapshotLookupByName('running')).rejects.toMatchObject(none);
});

it('checkpoints, from the first to the end of all', async () => {
  const domain = await start(await open(daemon().uri('test')), 'checked');
  const none = { name: 'RemoteError', code: 'VIR_ERR_NO_DOMAIN_CHECKPOINT' };
  expect(await domain.listAllCheckpoints()).toEqual([]);
  const first = await domain.checkpointCreateXML(named('domaincheckpoint', 'first'));
  const second = await domain.checkpointCreateXML(named('domaincheckpoint', 'second'));
  expect(first).toBeInstanceOf(DomainCheckpoint);
  expect(first).toMatchObject({ name: 'first', connection: domain.connection });
  expect(first.getDomain()).toMatchObject({ name: domain.name, uuid: domain.uuid });
  expect(first.getName()).toBe('first');

  expect((await domain.listAllCheckpoints()).map(({ name }) => name).sort()).toEqual(['first', 'second']);
  expect((await domain.checkpointLookupByName('second')).name).toBe('second');
  expect((await second.getParent()).name).toBe('first');
  await expect(first.getParent()).rejects.toMatchObject(none);
  expect((await first.listAllChildren()).map(({ name }) => name)).toEqual(['second']);
  expect(await second.getXMLDesc()).toContain('<parent>');

  await first.delete(DomainCheckpointDeleteFlags.CHILDREN);
  expect(await domain.listAllCheckpoints()).toEqual([]);
  await expect(second.getXMLDesc()).rejects.toMatchObject(none);
});
