import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  DomainAuthorizedSSHKeysSetFlags,
  DomainGetHostnameFlags,
  DomainInterfaceAddressesSource,
  DomainRebootFlagValues,
  DomainShutdownFlagValues,
  IPAddrType,
} from '../../src/index.js';
import { collect } from '../support/integration-events.js';
import { DISK, HOSTNAME, INTERFACE, useLinuxGuest } from '../support/linux-guest.js';
import { useQemu } from '../support/qemu-daemon.js';

const qemu = useQemu();
const guest = useLinuxGuest(qemu);

/** Bytes of a disk that its host has given room to. */
const allocated = () => 512 * statSync(guest().disk).blocks;

describe('the agent of a guest that runs Linux', () => {
  it('runs a program, whose output comes whole', async () => {
    const text = 'grüße\n'.repeat(1000);
    expect(await guest().output(`i=0; while [ $i -lt 1000 ]; do echo grüße; i=$((i + 1)); done`)).toBe(text);
  });

  it('refuses a command in its own words, and takes the next', async () => {
    const { domain } = guest();
    const nothing = { execute: 'guest-exec', arguments: { path: '/bin/none' } };
    await expect(domain.agent(nothing)).rejects.toMatchObject({
      name: 'RemoteError',
      code: 'VIR_ERR_INTERNAL_ERROR',
      message: expect.stringContaining('/bin/none'),
    });
    expect(await domain.agent('guest-ping')).toEqual({});
  });

  it('says what the guest is', async () => {
    const { domain } = guest();
    expect(await domain.getHostname(DomainGetHostnameFlags.AGENT)).toBe(HOSTNAME);
    const { target, mountpoint, fsType } = DISK;
    expect(await domain.getFSInfo()).toEqual([{ mountpoint, name: target, fstype: fsType, devAlias: [target] }]);
    const interfaces = await domain.interfaceAddresses(DomainInterfaceAddressesSource.AGENT);
    const { name, mac, address, prefix } = INTERFACE;
    expect(interfaces.find((one) => one.name === name)).toMatchObject({
      hwaddr: mac,
      addrs: expect.arrayContaining([{ type: IPAddrType.IPV4, addr: address, prefix }]),
    });
  });

  it("sets the guest's clock", async () => {
    const { domain } = guest();
    const now = await domain.getTime();
    await domain.setTime(1_000_000_000n, 0);
    expect(Number((await domain.getTime()).seconds)).toBeCloseTo(1_000_000_000, -2);
    expect(await guest().output('date +%Y')).toBe('2001\n');
    await domain.setTime(now.seconds, now.nseconds);
    expect(Number((await domain.getTime()).seconds - now.seconds)).toBeLessThan(60);
  });

  it('holds the file systems still, and lets them go', async () => {
    const { domain } = guest();
    const status = () => domain.agent('guest-fsfreeze-status');
    expect(await domain.fsFreeze([DISK.mountpoint])).toBe(1);
    expect(await status()).toBe('frozen');
    expect(await domain.fsThaw()).toBe(1);
    expect(await status()).toBe('thawed');
  });

  it('gives back what a file system does not use', async () => {
    const { domain } = guest();
    const size = 8 * 1024 * 1024;
    await guest().output(`dd if=/dev/urandom of=${DISK.mountpoint}/file bs=1M count=8; sync`);
    expect(allocated()).toBeGreaterThan(size);
    await guest().output(`rm ${DISK.mountpoint}/file; sync`);
    await domain.fsTrim(null, 0n);
    expect(allocated()).toBeLessThan(size);
  });

  it("sets a user's password, and who may log in by a key", async () => {
    const { domain } = guest();
    await domain.setUserPassword('root', 'grüße aus Wien');
    expect(await guest().output('cat /run/chpasswd')).toBe('root:grüße aus Wien\n');
    const keys = ['one', 'other'].map(
      (name) => `ssh-ed25519 ${createHash('sha256').update(name).digest('base64')} ${name}`,
    );
    await domain.authorizedSSHKeysSet('root', keys);
    const file = async () => (await guest().output('cat /root/.ssh/authorized_keys')).split('\n').filter(Boolean);
    expect(await file()).toEqual(keys);
    // The agent gives them backwards.
    expect((await domain.authorizedSSHKeysGet('root')).toSorted()).toEqual(keys.toSorted());
    await domain.authorizedSSHKeysSet('root', keys.slice(1), DomainAuthorizedSSHKeysSetFlags.REMOVE);
    expect(await file()).toEqual(keys.slice(0, 1));
  });

  it('takes a processor that came into use, and out of it', async () => {
    const { domain } = guest();
    const online = async () => (await guest().output('cat /sys/devices/system/cpu/online')).trim();
    await domain.setVcpus(2);
    await expect.poll(() => guest().output('ls -d /sys/devices/system/cpu/cpu1')).toContain('cpu1');
    expect(await domain.getGuestVcpus()).toMatchObject({ vcpus: '0-1', online: '0', offlinable: '1' });
    await domain.setGuestVcpus('1', true);
    expect(await online()).toBe('0-1');
    await domain.setGuestVcpus('1', false);
    expect(await online()).toBe('0');
  });

  it('reboots the guest, and is known again when it is up', async () => {
    const { connection, domain, serial } = guest();
    const reboots = await collect(connection.domainEvents('reboot', { domain }));
    serial.text = '';
    const back = guest().agentComes();
    await domain.reboot(DomainRebootFlagValues.GUEST_AGENT);
    await reboots.first(() => true);
    await back;
    expect(await domain.agent('guest-ping')).toEqual({});
  });

  it('shuts the guest down', async () => {
    const { domain } = guest();
    await domain.shutdownFlags(DomainShutdownFlagValues.GUEST_AGENT);
    await domain.waitForState('shutoff', { timeout: 30_000 });
    await expect(domain.agent('guest-ping')).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_INVALID' });
  });
});
