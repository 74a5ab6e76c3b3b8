import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guestXml } from '../../scripts/demo-parts/qemu-guest.mjs';
import {
  ConnectDomainEventBlockJobStatus,
  ConnectDomainQemuMonitorEventRegisterFlags,
  type Connection,
  type Domain,
  DomainBlockJobType,
  DomainCreateFlags,
  DomainDeviceModifyFlags,
  DomainEventGraphicsAddressType,
  DomainEventGraphicsPhase,
  type DomainEventKind,
  DomainEventStoppedDetailType,
  type DomainEvents,
  DomainEventTrayChangeReason,
  DomainEventType,
  DomainModificationImpact,
  type EventIterator,
  type QemuMonitorEvent,
  SecretEventLifecycleType,
} from '../../src/index.js';
import { collect } from '../support/integration-events.js';
import { useQemu } from '../support/qemu-daemon.js';
import { greeting, offeredSecurity, RFB_SECURITY } from '../support/qemu-rfb.js';

const qemu = useQemu();

/** A guest with a disk, a CD drive, USB and a screen, that the tests share. */
let connection: Connection;
let guest: Domain;
let disk: string;
let screen: string;

beforeAll(async () => {
  connection = await qemu.connect();
  disk = join(qemu.state, 'disk.qcow2');
  screen = join(qemu.state, 'screen');
  const cd = join(qemu.state, 'cd.iso');
  execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', disk, '1M']);
  execFileSync('qemu-img', ['create', '-q', '-f', 'raw', cd, '1M']);
  const devices = `<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${disk}'/>
      <target dev='vda' bus='virtio'/></disk>
    <disk type='file' device='cdrom'><source file='${cd}'/>
      <target dev='sda' bus='sata'/><readonly/></disk>
    <graphics type='vnc' socket='${screen}'/>`;
  const xml = guestXml({ ...qemu.guest(), devices }).replace(/<controller type='usb' model='none'\/>/, '');
  guest = await connection.domainCreateXML(xml, DomainCreateFlags.START_AUTODESTROY);
});
afterAll(() => connection?.close());

/** Waits for the first event of a kind. */
async function first<Kind extends DomainEventKind>(
  kind: Kind,
  cause: () => Promise<unknown>,
): Promise<DomainEvents[Kind]> {
  const events = await collect(connection.domainEvents(kind, { domain: guest }) as EventIterator<DomainEvents[Kind]>);
  await cause();
  return events.first(() => true);
}

describe('events of guests', () => {
  it('tell of a reset', async () => {
    const event = await first('reboot', () => guest.reset());
    expect(event).toMatchObject({ kind: 'reboot', domain: { name: guest.name, connection } });
  });

  it('tell of devices that come and go', async () => {
    const gone = await collect(connection.domainEvents('deviceRemoved', { domain: guest }));
    const xml = "<input type='tablet' bus='usb'><alias name='ua-tablet'/></input>";
    const added = await first('deviceAdded', () => guest.attachDevice(xml));
    expect(added.devAlias).toBe('ua-tablet');
    await guest.detachDevice(xml);
    expect((await gone.first(() => true)).devAlias).toBe('ua-tablet');
  });

  it('tell of a block job, by the name that the guest has for the disk and by its file', async () => {
    const byFile = await collect(connection.domainEvents('blockJob', { domain: guest }));
    const byTarget = await first('blockJob2', () => guest.blockPull('vda', 0n));
    const done = { type: DomainBlockJobType.PULL, status: ConnectDomainEventBlockJobStatus.COMPLETED };
    expect(byTarget).toMatchObject({ disk: 'vda', ...done });
    expect(await byFile.first(() => true)).toMatchObject({ disk, ...done });
  });

  it('tell of limits that were set', async () => {
    const limits = { total_bytes_sec: 1_000_000n };
    const { params } = await first('tunable', () => guest.setBlockIoTune('vda', limits, DomainModificationImpact.LIVE));
    expect(params).toMatchObject({ 'blkdeviotune.disk': 'vda', 'blkdeviotune.total_bytes_sec': 1_000_000n });
  });

  it("tell of a tray's way", async () => {
    const trays = await collect(connection.domainEvents('trayChange', { domain: guest }));
    const empty = "<disk type='file' device='cdrom'><target dev='sda' bus='sata'/><readonly/></disk>";
    await guest.updateDeviceFlags(empty, DomainDeviceModifyFlags.LIVE);
    const { OPEN, CLOSE } = DomainEventTrayChangeReason;
    expect((await trays.count(2)).map(({ reason }) => reason)).toEqual([OPEN, CLOSE]);
    expect(trays.events[0]?.devAlias).toBe('sata0-0-0');
  });

  it('tell of who looks at the screen', async () => {
    const lookers = await collect(connection.domainEvents('graphics', { domain: guest }));
    const socket = connect(screen);
    await once(socket, 'connect');
    await greeting(socket);
    expect(await offeredSecurity(socket)).toEqual([RFB_SECURITY.NONE]);
    socket.write(Buffer.of(RFB_SECURITY.NONE));
    await lookers.first(({ phase }) => phase === DomainEventGraphicsPhase.CONNECT);
    socket.destroy();
    await lookers.first(({ phase }) => phase === DomainEventGraphicsPhase.DISCONNECT);
    expect(lookers.events[0]).toMatchObject({
      local: { family: DomainEventGraphicsAddressType.UNIX, service: screen },
      remote: { family: DomainEventGraphicsAddressType.UNIX },
      authScheme: 'none',
      subject: [],
    });
  });
});

describe("events of QEMU's monitor", () => {
  it('are those of the name that is asked for, or of the pattern, or all', async () => {
    const { REGEX, NOCASE } = ConnectDomainQemuMonitorEventRegisterFlags;
    const stops = await collect(connection.qemuMonitorEvents('STOP', { domain: guest }));
    const either = await collect(connection.qemuMonitorEvents('^(stop|resume)$', { flags: REGEX | NOCASE }));
    const all = await collect(connection.qemuMonitorEvents());
    const called: QemuMonitorEvent[] = [];
    const id = await connection.domainQemuMonitorEventRegister(guest, 'RESUME', (event) => called.push(event));
    await guest.suspend();
    await guest.resume();
    await either.count(2);
    await all.first(({ event }) => event === 'RESUME');
    expect(either.events.map(({ event }) => event)).toEqual(['STOP', 'RESUME']);
    expect(stops.events.map(({ event }) => event)).toEqual(['STOP']);
    expect(called.map(({ event }) => event)).toEqual(['RESUME']);
    await connection.domainQemuMonitorEventDeregister(id);
    const [stop] = stops.events;
    expect(stop).toMatchObject({ kind: 'qemuMonitor', details: null, domain: { uuid: guest.uuid } });
    expect(Math.abs(Number(stop?.seconds) - Date.now() / 1000)).toBeLessThan(60);
  });

  it('have their details in JSON', async () => {
    const resets = await collect(connection.qemuMonitorEvents('RESET'));
    await guest.reset();
    const { details } = await resets.first(() => true);
    expect(JSON.parse(details ?? '')).toMatchObject({ guest: false, reason: 'host-qmp-system-reset' });
  });
});

describe('events of secrets', () => {
  it('tell of their lives and of their values', async () => {
    const all = await collect(connection.secretEvents());
    const xml = "<secret ephemeral='yes'><usage type='volume'><volume>/v</volume></usage></secret>";
    const secret = await connection.secretDefineXML(xml);
    const ofOne = await collect(connection.secretEvents('valueChanged', { secret }));
    await secret.setValue(Buffer.from('x'));
    await secret.undefine();
    expect(await all.count(3)).toMatchObject([
      { kind: 'lifecycle', event: SecretEventLifecycleType.DEFINED },
      { kind: 'valueChanged', secret: { uuid: secret.uuid } },
      { kind: 'lifecycle', event: SecretEventLifecycleType.UNDEFINED },
    ]);
    expect(ofOne.events).toHaveLength(1);
  });
});

describe('the end of a guest', () => {
  it('is told with its job, and its reason', async () => {
    const lives = await collect(connection.domainEvents('lifecycle', { domain: guest }));
    const passes = await collect(connection.domainEvents('migrationIteration', { domain: guest }));
    const { params } = await first('jobCompleted', () => guest.save(join(qemu.state, 'saved')));
    expect(params['data_total']).toBeGreaterThan(0n);
    expect((await passes.first(() => true)).iteration).toBe(1);
    const stopped = await lives.first(({ event }) => event === DomainEventType.STOPPED);
    expect(stopped.detail).toBe(DomainEventStoppedDetailType.SAVED);
  });
});
