import { beforeAll, describe, expect, it } from 'vitest';
import { type Domain, DomainInterfaceAddressesSource, DomainMemoryFlags, KeycodeSet } from '../../src/index.js';
import { useBoth } from '../support/integration-agreement.js';
import { useDaemon } from '../support/integration-daemon.js';

/** libvirt's own test driver has no guests, and answers as if it had. */
describe('a domain of the test driver', () => {
  const daemon = useDaemon();
  const { connection, agree } = useBoth(() => daemon().uri('test'));
  const D = 'c.lookupByName("test")';
  let domain: Domain;

  beforeAll(async () => {
    domain = await connection().domainLookupByName('test');
  });

  it('has its virtual processors pinned to the host’s, and says where they are', async () => {
    const everywhere = new Array(8).fill(true);
    expect(await domain.getVcpuPinInfo()).toEqual([everywhere, everywhere]);
    await domain.pinVcpu(0, [0, 2]);
    await domain.pinVcpuFlags(1, new Set([7]));
    expect(await domain.getVcpuPinInfo()).toEqual([
      [true, false, true, false, false, false, false, false],
      [false, false, false, false, false, false, false, true],
    ]);
    await agree(() => domain.getVcpuPinInfo(), `${D}.vcpuPinInfo()`);
    const vcpus = async () =>
      (await domain.getVcpus()).map(({ number, state, cpu, cpuMap }) => [number, state, cpu, cpuMap]);
    await agree(vcpus, `[[i[0], i[1], i[3], m] for i, m in zip(*${D}.vcpus())]`);
    expect((await domain.getVcpus())[1]?.cpuTime).toBeTypeOf('bigint');
  });

  it('has its emulator pinned', async () => {
    await domain.pinEmulator([false, true]);
    expect(await domain.getEmulatorPinInfo()).toEqual([false, true, ...new Array(6).fill(false)]);
    await agree(() => domain.getEmulatorPinInfo(), `${D}.emulatorPinInfo()`);
  });

  it('is pinned to no processor that the host does not have', async () => {
    await expect(domain.pinVcpu(0, [8])).rejects.toThrow(RangeError);
    await expect(domain.pinVcpu(0, 'all' as never)).rejects.toThrow(TypeError);
    // This is the daemon's to say.
    await expect(domain.pinVcpu(99, [0])).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_ARG' });
  });

  it('says what processor time and memory it uses', async () => {
    await agree(() => domain.getCPUStats(), `${D}.getCPUStats(True)`);
    await agree(() => domain.getCPUStats(0), `${D}.getCPUStats(False)`);
    await agree(() => domain.getCPUStats(1, 1), `${D}.getCPUStats(False)[1:]`);
    const memory = async () => {
      const { actual_balloon: actual, ...others } = await domain.memoryStats();
      return { actual, ...others };
    };
    await agree(memory, `${D}.memoryStats()`);
    expect(await domain.memoryStats()).toMatchObject({ actual_balloon: 2097152n, swap_in: 0n });
  });

  it('says which of its disks fail, and shows its memory', async () => {
    const errors = async () =>
      Object.fromEntries((await domain.getDiskErrors()).map(({ disk, error }) => [disk, error]));
    await agree(errors, `${D}.diskErrors()`);
    const { VIRTUAL } = DomainMemoryFlags;
    const bytes = await domain.memoryPeek(5n, 4, VIRTUAL);
    expect([...bytes]).toEqual([5, 6, 7, 8]);
    await agree(() => domain.memoryPeek(5n, 300, VIRTUAL), `${D}.memoryPeek(5, 300, 1)`);
    await expect(domain.memoryPeek(0n, 4194305, VIRTUAL)).rejects.toThrow(/^size must be at most 4194304 bytes/);
    await expect(domain.blockPeek('vda', 0n, 4194305)).rejects.toThrow(RangeError);
    await expect(domain.blockPeek('vda', 0n, 512)).rejects.toMatchObject({ code: 'VIR_ERR_NO_SUPPORT' });
  });

  it('says what its guest would', async () => {
    const systems = async () =>
      (await domain.getFSInfo()).map((fs) => [fs.mountpoint, fs.name, fs.fstype, fs.devAlias]);
    await agree(systems, `${D}.fsInfo()`);
    const addresses = async () => {
      const interfaces = await domain.interfaceAddresses(DomainInterfaceAddressesSource.LEASE);
      return Object.fromEntries(interfaces.map(({ name, hwaddr, addrs }) => [name, { hwaddr, addrs }]));
    };
    await agree(addresses, `${D}.interfaceAddresses(0)`);
    await agree(() => domain.getTime(), `${D}.getTime()`);
  });

  it('freezes all file systems, or some', async () => {
    expect(await domain.fsFreeze(['/'])).toBe(1);
    expect(await domain.fsFreeze()).toBe(1);
    expect(await domain.fsThaw(['/boot'])).toBe(1);
    expect(await domain.fsThaw()).toBe(1);
  });

  it('has keys pressed, 1 to 16', async () => {
    await domain.sendKey(KeycodeSet.LINUX, 10, [1, 2, 3]);
    await expect(domain.sendKey(KeycodeSet.LINUX, 10, [])).rejects.toThrow(RangeError);
    await expect(domain.sendKey(KeycodeSet.LINUX, 10, new Array(17).fill(1))).rejects.toThrow(RangeError);
  });

  it('says what libvirt keeps of it', async () => {
    const label = async () => Object.values(await domain.getSecurityLabel());
    await agree(label, `${D}.securityLabel()`);
    const scheduler = async () => Object.values(await domain.getSchedulerType());
    await agree(scheduler, `${D}.schedulerType()`);
    await agree(() => domain.getSchedulerParameters(), `${D}.schedulerParameters()`);
    await agree(() => domain.getMessages(), `${D}.messages()`);
    const stats = async () => (await connection().getAllDomainStats()).map(({ params }) => params);
    await agree(stats, '[p for d, p in c.getAllDomainStats()]');
    const own = async () => (await connection().domainListGetStats([domain])).map(({ params }) => params);
    await agree(own, `[p for d, p in c.domainListGetStats([${D}])]`);
  });

  it('is told by its new name once it is renamed', async () => {
    const named = await connection().domainDefineXML(
      '<domain type="test"><name>before</name><memory>8192</memory><os><type>hvm</type></os></domain>',
    );
    await named.rename('after');
    expect(named.name).toBe('after');
    expect((await connection().domainLookupByName('after')).uuid).toBe(named.uuid);
    await expect(connection().domainLookupByName('before')).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN' });
    await named.undefine();
  });

  it('has no agent, no monitor and no job, which are qemu’s', async () => {
    for (const call of [
      () => domain.agent('guest-ping'),
      () => domain.agentSetResponseTimeout(5),
      () => domain.authorizedSSHKeysGet('root'),
      () => domain.qemuMonitorCommand('{}'),
      () => domain.getJobStats(),
      () => domain.getBlockJobInfo('vda'),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'VIR_ERR_NO_SUPPORT' });
    }
  });

  it('is on a host with processors and memory', async () => {
    const map = async () => {
      const { cpus, map, online } = await connection().nodeGetCPUMap();
      return [cpus, map, online];
    };
    await agree(map, 'c.getCPUMap()');
    await agree(() => connection().nodeGetCPUStats(), 'c.getCPUStats(-1)');
    await agree(() => connection().nodeGetCellsFreeMemory(0, 9), 'c.getCellsFreeMemory(0, 9)');
    await agree(() => connection().nodeGetCellsFreeMemory(1, 1), 'c.getCellsFreeMemory(1, 1)');
    await agree(() => connection().getCPUModelNames('x86_64'), 'c.getCPUModelNames("x86_64")');
    await agree(() => connection().listDomains(), 'c.listDomainsID()');
  });
});
