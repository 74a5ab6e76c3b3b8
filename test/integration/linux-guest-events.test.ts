import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, describe, expect, it } from 'vitest';
import { domainFamily } from '../../src/api/events/families.js';
import {
  ConnectDomainEventAgentLifecycleReason,
  ConnectDomainEventAgentLifecycleState,
  ConnectDomainEventChannelLifecycleReason,
  ConnectDomainEventChannelLifecycleState,
  DomainCrashedReason,
  DomainDeviceModifyFlags,
  DomainEventCrashedDetailType,
  type DomainEventKind,
  DomainEventShutdownDetailType,
  DomainEventType,
  DomainEventWatchdogAction,
  DomainShutdownFlagValues,
  DomainState,
  type EventIterator,
  NodeSuspendTarget,
} from '../../src/index.js';
import { collect } from '../support/integration-events.js';
import { INTERFACE, type LinuxGuest, MEMORY, useLinuxGuest } from '../support/linux-guest.js';
import { freePorts } from '../support/network-ports.js';
import { ofOther, useOtherLibvirt } from '../support/other-daemon.js';
import { useQemu } from '../support/qemu-daemon.js';

/** A watchdog, and a channel that nobody at the host listens to. */
const DEVICES = `<watchdog model='i6300esb' action='none'/>
  <channel type='unix'><target type='virtio' name='org.example.port'/></channel>`;

/** Another interface of the guest's, and how its frames are known by which it announces itself. */
const MAC = '52:54:00:00:00:02';
const ETHERTYPE_AT = 12;
const RARP = 0x8035;

/** An interface whose frames come to a socket. */
async function networkOver(wire: Socket): Promise<string> {
  const [ours = 0, theirs = 0] = await freePorts(2);
  wire.bind(ours, '127.0.0.1');
  await once(wire, 'listening');
  return `<interface type='udp'><mac address='${MAC}'/><model type='virtio'/>
    <source address='127.0.0.1' port='${ours}'><local address='127.0.0.1' port='${theirs}'/></source></interface>`;
}

/** Where the guest has the channel. */
const PORT = 'port=$(grep -l org.example.port /sys/class/virtio-ports/*/name)';

/**
 * Has the watchdog of the guest bite: its registers are set as no driver would. Its two timers are set to the least,
 * each behind the two writes that unlock it, and it is told to run.
 */
const BITE = `pci=/sys/bus/pci/devices/$(basename $(dirname $(grep -l 0x25ab /sys/bus/pci/devices/*/device)))
  base=$(head -1 $pci/resource | cut -d ' ' -f 1)
  echo 1 >$pci/enable
  unlock() { devmem $((base + 12)) 16 0x80; devmem $((base + 12)) 16 0x86; }
  unlock; devmem $base 32 1
  unlock; devmem $((base + 4)) 32 1
  printf '\\002' | dd of=$pci/config bs=1 seek=104 conv=notrunc`;

describe('a guest that runs Linux, under the installed libvirt', () => {
  const guest = useLinuxGuest(useQemu(), { devices: DEVICES });
  tellsOfItsLife(guest);
  tellsOfItsEnd(guest);
});

describe('a guest that runs Linux, under the newest libvirt', () => {
  const qemu = useQemu(undefined, ofOther(useOtherLibvirt('newest')));
  const wire = createSocket('udp4');
  afterAll(() => void wire.close());
  const guest = useLinuxGuest(qemu, async () => ({ devices: DEVICES + (await networkOver(wire)) }));
  tellsOfItsLife(guest);

  it('can be asked for every kind of event', async () => {
    const { connection, domain } = guest();
    const kinds = Object.keys(domainFamily.kinds) as DomainEventKind[];
    for (const kind of kinds) await collect(connection.domainEvents(kind, { domain }) as EventIterator<unknown>);
    expect(kinds).toContain('vcpuRemoved');
  });

  it('tells when a channel is used, and when no more', async () => {
    const { connection, domain } = guest();
    const channels = await collect(connection.domainEvents('channelLifecycle', { domain }));
    const { CHANNEL } = ConnectDomainEventChannelLifecycleReason;
    const { CONNECTED, DISCONNECTED } = ConnectDomainEventChannelLifecycleState;
    await guest().output(`${PORT}; sleep 1 3<>/dev/$(basename $(dirname $port))`);
    const one = { channelName: 'org.example.port', reason: CHANNEL };
    expect(await channels.count(2)).toMatchObject([
      { ...one, state: CONNECTED },
      { ...one, state: DISCONNECTED },
    ]);
  });

  it('has the interface announced that is named, as often as is said', async () => {
    const { domain } = guest();
    const frames: Buffer[] = [];
    wire.on('message', (frame) => frames.push(frame));
    const announced = () => frames.filter((frame) => frame.readUInt16BE(ETHERTYPE_AT) === RARP).length;
    await domain.announceInterface(MAC, { initial: 10, max: 20, rounds: 3, step: 5 });
    await expect.poll(announced).toBe(3);
    await domain.announceInterface(INTERFACE.mac, { initial: 10, max: 20, rounds: 3, step: 5 });
    await domain.announceInterface(null, { initial: 10, max: 20, rounds: 1, step: 5 });
    await expect.poll(announced).toBe(4);
    await expect(domain.announceInterface('52:54:00:00:00:99', {})).rejects.toMatchObject({ name: 'RemoteError' });
  });

  tellsOfItsEnd(guest);
});

function tellsOfItsLife(guest: () => LinuxGuest): void {
  it('tells how much memory it has been left with', async () => {
    const { connection, domain } = guest();
    const changes = await collect(connection.domainEvents('balloonChange', { domain }));
    const less = BigInt(MEMORY - 32) * 1024n;
    await domain.setMemory(less);
    await changes.first(({ actual }) => actual === less);
    expect(await domain.memoryStats()).toMatchObject({ actual_balloon: less });
  });

  it('tells of its memory as often as it is asked to', async () => {
    const { domain } = guest();
    await domain.setMemoryStatsPeriod(1);
    const seen = async () => (await domain.memoryStats()).last_update ?? 0n;
    const first = await seen();
    await expect.poll(seen, { timeout: 10_000 }).toBeGreaterThan(first);
    await domain.setMemoryStatsPeriod(0);
  });

  it('lets go of a device that is asked back', async () => {
    const { connection, domain } = guest();
    const xml = `<rng model='virtio'><backend model='random'>/dev/urandom</backend><alias name='ua-rng'/></rng>`;
    const gone = await collect(connection.domainEvents('deviceRemoved', { domain }));
    await domain.attachDeviceFlags(xml, DomainDeviceModifyFlags.LIVE);
    await expect.poll(() => guest().output('grep -l 0x1005 /sys/bus/pci/devices/*/device')).not.toBe('');
    await domain.detachDeviceFlags(xml, DomainDeviceModifyFlags.LIVE);
    expect(await gone.first(() => true)).toMatchObject({ devAlias: 'ua-rng' });
  });

  it('sleeps, and is woken', async () => {
    const { connection, domain } = guest();
    const slept = await collect(connection.domainEvents('pmSuspend', { domain }));
    const woken = await collect(connection.domainEvents('pmWakeup', { domain }));
    await domain.pmSuspendForDuration(NodeSuspendTarget.MEM, 0n);
    await slept.first(() => true);
    expect(await domain.getState()).toMatchObject({ state: DomainState.PMSUSPENDED });
    await domain.pmWakeup();
    await woken.first(() => true);
    await expect.poll(() => domain.getState()).toMatchObject({ state: DomainState.RUNNING });
    await guest().agentComes();
  });

  it('has its watchdog bite when it is not fed', async () => {
    const { connection, domain } = guest();
    const bites = await collect(connection.domainEvents('watchdog', { domain }));
    await guest().output(BITE);
    expect(await bites.first(() => true)).toMatchObject({ action: DomainEventWatchdogAction.NONE });
  });
}

function tellsOfItsEnd(guest: () => LinuxGuest): void {
  it("tells of its agent's end", async () => {
    const { connection, domain } = guest();
    const agents = await collect(connection.domainEvents('agentLifecycle', { domain }));
    guest().run('kill $(cat /run/qemu-ga.pid)');
    expect(await agents.first(() => true)).toMatchObject({
      state: ConnectDomainEventAgentLifecycleState.DISCONNECTED,
      reason: ConnectDomainEventAgentLifecycleReason.CHANNEL,
    });
  });

  it('crashes, and what is left of it is kept', async () => {
    const { connection, domain } = guest();
    const lives = await collect(connection.domainEvents('lifecycle', { domain }));
    guest().run('echo c >/proc/sysrq-trigger');
    const { CRASHED } = DomainEventType;
    const crash = await lives.first(({ event }) => event === CRASHED);
    expect(crash).toMatchObject({ detail: DomainEventCrashedDetailType.PANICKED });
    expect(await domain.getState()).toMatchObject({ state: DomainState.CRASHED, reason: DomainCrashedReason.PANICKED });
    await domain.destroy();
  });

  it('goes off at the push of its button', async () => {
    const { connection, domain } = guest();
    await guest().again();
    const lives = await collect(connection.domainEvents('lifecycle', { domain }));
    await domain.shutdownFlags(DomainShutdownFlagValues.ACPI_POWER_BTN);
    const { SHUTDOWN } = DomainEventType;
    const { detail } = await lives.first(({ event }) => event === SHUTDOWN);
    expect(detail).toBe(DomainEventShutdownDetailType.GUEST);
    await domain.waitForState('shutoff', { timeout: 30_000 });
  });
}
