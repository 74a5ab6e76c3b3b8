import { existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { sessionOf } from '../../src/api/connection/base.js';
import {
  type Connection,
  connect,
  Domain,
  DomainCreateFlags,
  DomainDefineFlags,
  DomainPausedReason,
  DomainRebootFlagValues,
  DomainRunningReason,
  DomainShutdownFlagValues,
  DomainShutoffReason,
  DomainState,
} from '../../src/index.js';
import { containerXml, freshName, rebootingXml, startKnown } from '../support/integration-container.js';
import { open, useContainers, useFolder } from '../support/integration-daemon.js';

const daemon = useContainers();
const folder = useFolder();
const NULL = openSync('/dev/null', 'r');
const WITHIN = { timeout: 20_000 };

const names = async (connection: Connection): Promise<string[]> =>
  (await connection.listAllDomains()).map(({ name }) => name);

describe('a defined container', () => {
  it('is started, suspended, resumed, destroyed, and forgotten', async () => {
    const connection = await open(daemon().uri('lxc'));
    const name = freshName();
    const domain = await connection.domainDefineXMLFlags(containerXml(name), DomainDefineFlags.VALIDATE);
    expect(domain).toBeInstanceOf(Domain);
    expect(domain.connection).toBe(connection);
    expect([domain.name, domain.getName()]).toEqual([name, name]);
    expect(domain.uuid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u);
    expect(domain.getUUIDString()).toBe(domain.uuid);
    expect(Buffer.from(domain.getUUID()).toString('hex')).toBe(domain.uuid.replaceAll('-', ''));
    expect([domain.id, domain.getID()]).toEqual([-1, -1]);
    expect(await domain.isActive()).toBe(false);
    expect(await domain.isPersistent()).toBe(true);
    expect(await domain.isUpdated()).toBe(false);
    expect(await domain.getState()).toEqual({ state: DomainState.SHUTOFF, reason: DomainShutoffReason.UNKNOWN });

    await domain.create();
    expect(domain.id).toBeGreaterThan(0);
    expect((await connection.domainLookupByID(domain.id)).name).toBe(name);
    expect(await domain.isActive()).toBe(true);
    expect(await domain.getState()).toEqual({ state: DomainState.RUNNING, reason: DomainRunningReason.BOOTED });
    expect(await domain.getInfo()).toEqual({
      state: DomainState.RUNNING,
      maxMem: 131_072n,
      memory: expect.any(BigInt),
      nrVirtCpu: 1,
      cpuTime: expect.any(BigInt),
    });
    expect((await domain.getInfo()).cpuTime).toBeGreaterThan(0n);
    expect(await domain.getOSType()).toBe('exe');
    const xml = await domain.getXMLDesc();
    expect(xml).toContain(`<domain type='lxc' id='${domain.id}'>`);
    expect(xml).toContain(`<uuid>${domain.uuid}</uuid>`);

    await domain.suspend();
    expect(await domain.getState()).toEqual({ state: DomainState.PAUSED, reason: DomainPausedReason.USER });
    expect(await domain.isActive()).toBe(true);
    await domain.resume();
    expect(await domain.getState()).toEqual({ state: DomainState.RUNNING, reason: DomainRunningReason.UNPAUSED });

    await domain.destroy();
    expect(domain.id).toBe(-1);
    expect(await domain.getState()).toEqual({ state: DomainState.SHUTOFF, reason: DomainShutoffReason.DESTROYED });
    await domain.undefine();
    await expect(domain.getInfo()).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN' });
    expect(await names(connection)).not.toContain(name);
  });

  it('is started and destroyed with flags, and becomes transient when it is forgotten while it runs', async () => {
    const connection = await open(daemon().uri('lxc'));
    const domain = await connection.domainDefineXML(containerXml(freshName()));
    await domain.createWithFlags();
    expect((await connection.domainLookupByName(domain.name)).id).toBe(domain.id);
    await domain.undefineFlags();
    expect(await domain.isPersistent()).toBe(false);
    expect(await domain.isActive()).toBe(true);
    await domain.destroyFlags();
    expect(domain.id).toBe(-1);
    await expect(domain.isActive()).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN', procedure: 'DOMAIN_IS_ACTIVE' });
  });

  it('is started with the daemon, if that is wanted', async () => {
    const connection = await open(daemon().uri('lxc'));
    const domain = await connection.domainDefineXML(containerXml(freshName()));
    expect(await domain.getAutostart()).toBe(false);
    await domain.setAutostart(true);
    expect(await domain.getAutostart()).toBe(true);
    await domain.setAutostart(false);
    expect(await domain.getAutostart()).toBe(false);
    await domain.undefine();
  });

  it('shuts down when it is asked to, and reboots, without the files that it was handed', async () => {
    const connection = await open(daemon().uri('lxc'));
    const name = freshName();
    const file = join(folder, name);
    const starts = (): string[] => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []);
    const domain = await connection.domainDefineXML(rebootingXml(name, file));
    const start = (): Promise<Domain> =>
      startKnown(async () => {
        rmSync(file, { force: true });
        await domain.createWithFiles([NULL, NULL]);
        return domain;
      });

    // Init is deaf until it has said what it does when it is asked: it is asked until it has heard.
    await start();
    const shutDown = async (): Promise<number> => {
      const { state } = await domain.getState();
      if (state !== DomainState.SHUTOFF) await domain.shutdownFlags(DomainShutdownFlagValues.SIGNAL);
      return state;
    };
    await expect.poll(shutDown, WITHIN).toBe(DomainState.SHUTOFF);

    // Of some thousand containers, one was asked to reboot for 20 seconds in vain: another is asked then.
    for (let attempt = 1; starts().length < 2; attempt++) {
      if ((await domain.getState()).state !== DomainState.SHUTOFF) await domain.destroy();
      await start();
      await expect.poll(starts, WITHIN).toHaveLength(1);
      expect(starts()[0]).toMatch(/\/3 .*\/4/u);
      const answers: string[] = [];
      for (const deadline = Date.now() + 10_000; starts().length < 2 && Date.now() < deadline; await delay(500)) {
        answers.push(await domain.reboot(DomainRebootFlagValues.SIGNAL).then(() => 'asked', String));
      }
      if (attempt === 3) expect(starts(), answers.join('; ')).toHaveLength(2);
    }
    expect(starts().at(-1)).not.toContain('/4');
    await domain.destroy();
    await domain.undefine();
  });
});

describe('a transient container', () => {
  it('is gone when it ends', async () => {
    const connection = await open(daemon().uri('lxc'));
    const created = [
      await connection.domainCreateXML(containerXml(freshName())),
      await connection.domainCreateLinux(containerXml(freshName()), DomainCreateFlags.START_VALIDATE),
    ];
    for (const domain of created) {
      expect(domain.id).toBeGreaterThan(0);
      expect(await domain.isPersistent()).toBe(false);
    }
    await Promise.all(created.map((domain) => domain.destroy()));
    for (const { name } of created) expect(await names(connection)).not.toContain(name);
  });

  it('is gone when its connection is, if that is wanted, however the connection ends', async () => {
    const watching = await open(daemon().uri('lxc'));
    const orderly = await connect(daemon().uri('lxc'));
    const abrupt = await connect(daemon().uri('lxc'));
    const [one, two] = [freshName(), freshName()];
    const flags = DomainCreateFlags.START_AUTODESTROY;
    await orderly.domainCreateXMLWithFiles(containerXml(one), [NULL], flags);
    const defined = await abrupt.domainDefineXML(containerXml(two));
    await defined.createWithFiles([NULL], flags);
    expect(await names(watching)).toEqual(expect.arrayContaining([one, two]));
    await orderly.close();
    await expect.poll(() => names(watching), WITHIN).not.toContain(one);
    // Without a word to the daemon.
    sessionOf(abrupt).end(null);
    const again = await watching.domainLookupByName(two);
    await expect.poll(() => again.isActive(), WITHIN).toBe(false);
    await again.undefine();
  });
});
