import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Domain,
  DomainBlkio,
  DomainBlockCopyFlags,
  DomainBlockIoTune,
  DomainCreateFlags,
  DomainIOThread,
  DomainMemory,
  DomainMemoryFlags,
  DomainModificationImpact,
  DomainNumatuneMemMode,
  DomainScheduler,
  DomainStats,
  DomainStatsTypes,
  typed,
} from '../../src/index.js';
import { useBoth } from '../support/integration-agreement.js';
import { useQemu } from '../support/qemu-daemon.js';

const { CONFIG, LIVE } = DomainModificationImpact;

describe('a guest of qemu', () => {
  const qemu = useQemu();
  const { connection, agree } = useBoth(() => qemu.uri);
  let domain: Domain;
  let D: string;

  beforeAll(async () => {
    const image = join(qemu.state, 'tunables.img');
    writeFileSync(image, new Uint8Array(65536).fill(7));
    const { name, type } = qemu.guest();
    domain = await connection().domainDefineXML(`<domain type='${type}'>
      <name>${name}</name><memory unit='MiB'>16</memory><vcpu>2</vcpu><iothreads>1</iothreads>
      <os><type arch='x86_64' machine='pc'>hvm</type></os>
      <devices>
        <controller type='usb' model='none'/>
        <disk type='file' device='disk'>
          <driver name='qemu' type='raw'/><source file='${image}'/><target dev='vda' bus='virtio'/>
        </disk>
      </devices></domain>`);
    await domain.createWithFlags(DomainCreateFlags.START_PAUSED);
    D = `c.lookupByName("${name}")`;
  });
  afterAll(async () => {
    if (domain === undefined) return;
    if (await domain.isActive()) await domain.destroy();
    await domain.undefine();
  });

  it('is given parameters of the types that its driver insists on, from plain numbers', async () => {
    await domain.setMemoryParameters({ [DomainMemory.HARD_LIMIT]: 2_048_000, soft_limit: 1_024_000n }, CONFIG);
    expect(await domain.getMemoryParameters(CONFIG)).toMatchObject({ hard_limit: 2_048_000n, soft_limit: 1_024_000n });
    await agree(() => domain.getMemoryParameters(CONFIG), `${D}.memoryParameters(2)`);

    await domain.setBlkioParameters({ [DomainBlkio.WEIGHT]: 500 }, CONFIG);
    expect(await domain.getBlkioParameters(CONFIG)).toMatchObject({ weight: 500, device_weight: '' });
    await agree(() => domain.getBlkioParameters(CONFIG), `${D}.blkioParameters(2)`);

    await domain.setNumaParameters({ numa_nodeset: '0', numa_mode: DomainNumatuneMemMode.STRICT }, CONFIG);
    await agree(() => domain.getNumaParameters(CONFIG), `${D}.numaParameters(2)`);

    await domain.setPerfEvents({ cpu_cycles: true }, CONFIG);
    expect(await domain.getPerfEvents(CONFIG)).toMatchObject({ cpu_cycles: true, instructions: false });
    await agree(() => domain.getPerfEvents(CONFIG), `${D}.perfEvents(2)`);

    const tune = { [DomainBlockIoTune.READ_BYTES_SEC]: 1_000_000, [DomainBlockIoTune.GROUP_NAME]: 'slow' };
    await domain.setBlockIoTune('vda', tune, LIVE);
    expect(await domain.getBlockIoTune('vda', LIVE)).toMatchObject({ read_bytes_sec: 1_000_000n, group_name: 'slow' });
    await agree(() => domain.getBlockIoTune('vda', LIVE), `${D}.blockIoTune("vda", 1)`);

    const scheduler = { [DomainScheduler.CPU_SHARES]: 2048, [DomainScheduler.VCPU_QUOTA]: 5000n };
    await domain.setSchedulerParametersFlags(scheduler, CONFIG);

    await domain.setIOThreadParams(1, { [DomainIOThread.POLL_MAX_NS]: 4096, poll_grow: 2 }, LIVE);
    const [record] = await connection().domainListGetStats([domain], DomainStatsTypes.IOTHREAD);
    expect(record?.params).toMatchObject({
      [`${DomainStats.IOTHREAD_PREFIX}1${DomainStats.IOTHREAD_SUFFIX_POLL_MAX_NS}`]: 4096n,
      'iothread.1.poll-grow': 2,
    });
  });

  it('is not given parameters that are out of range, nor of a type that the caller insists on and libvirt refuses', async () => {
    await expect(domain.setMemoryParameters({ hard_limit: -1 }, CONFIG)).rejects.toThrow(
      'params.hard_limit must be an integer from 0 to 18446744073709551615; got -1',
    );
    await expect(domain.setBlkioParameters({ weight: 2 ** 32 }, CONFIG)).rejects.toThrow(RangeError);
    await expect(domain.setPerfEvents({ cpu_cycles: 1 }, CONFIG)).rejects.toThrow(TypeError);
    await expect(domain.setMemoryParameters({ hard_limit: typed.int(5) }, CONFIG)).rejects.toMatchObject({
      code: 'VIR_ERR_INVALID_ARG',
      message: expect.stringContaining("invalid type 'int' for parameter 'hard_limit', expected 'ullong'"),
    });
    await expect(domain.setMemoryParameters({ no_such: 5 }, CONFIG)).rejects.toMatchObject({
      message: expect.stringContaining("parameter 'no_such' not supported"),
    });
  });

  it('has its threads pinned', async () => {
    const { cpus } = await connection().nodeGetCPUMap();
    await domain.pinVcpu(0, [0]);
    await agree(() => domain.getVcpuPinInfo(), `${D}.vcpuPinInfo()`);
    expect((await domain.getVcpuPinInfo())[0]).toEqual(Array.from({ length: cpus }, (_, cpu) => cpu === 0));
    await domain.pinEmulator(new Set([cpus - 1]), LIVE);
    await agree(() => domain.getEmulatorPinInfo(), `${D}.emulatorPinInfo()`);
    await domain.pinIOThread(1, [0], LIVE);
    const threads = async () => (await domain.getIOThreadInfo()).map(({ iothreadId, cpuMap }) => [iothreadId, cpuMap]);
    await agree(threads, `${D}.ioThreadInfo()`);
    await expect(domain.pinIOThread(9, [0], LIVE)).rejects.toMatchObject({ name: 'RemoteError' });
    await domain.pinVcpuFlags(1, [0], CONFIG);
    await agree(() => domain.getVcpuPinInfo(CONFIG), `${D}.vcpuPinInfo(2)`);
    await expect(domain.pinVcpuFlags(0, [], LIVE)).rejects.toMatchObject({ name: 'RemoteError' });
  });

  it('is looked into', async () => {
    expect([...(await domain.blockPeek('vda', 512n, 3))]).toEqual([7, 7, 7]);
    await agree(() => domain.blockPeek('vda', 0n, 65536), `${D}.blockPeek("vda", 0, 65536)`);
    await agree(() => domain.memoryPeek(0xffff0n, 16, DomainMemoryFlags.PHYSICAL), `${D}.memoryPeek(0xffff0, 16, 2)`);
    const neither = domain.memoryPeek(0n, 16, 0);
    await expect(neither).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_ARG' });
  });

  it('says what it uses, and what libvirt thinks of it', async () => {
    await agree(async () => (await domain.getVcpus()).map(({ cpuMap }) => cpuMap), `${D}.vcpus()[1]`);
    expect(await domain.getDiskErrors()).toEqual([]);
    expect((await domain.memoryStats()).actual_balloon).toBe(16384n);
    await agree(() => domain.getSecurityLabelList().then((all) => all.map(Object.values)), `${D}.securityLabelList()`);
    await agree(() => domain.getMessages(), `${D}.messages()`);
    expect(await domain.getJobStats()).toEqual({ type: 0, params: {} });
    expect(await domain.getBlockJobInfo('vda')).toBeNull();
  });

  it('has a job of its disk', async () => {
    const target = join(qemu.state, 'copy.img');
    const xml = `<disk type='file'><source file='${target}'/><driver type='raw'/></disk>`;
    await domain.blockCopy('vda', xml, { bandwidth: 1024n, granularity: 65536 }, DomainBlockCopyFlags.TRANSIENT_JOB);
    expect(await domain.getBlockJobInfo('vda')).toMatchObject({ type: 2, end: expect.any(BigInt) });
    const job = async () => {
      const { type, cur, end } = (await domain.getBlockJobInfo('vda')) ?? {};
      return { type, cur, end };
    };
    await agree(job, `{k: v for k, v in ${D}.blockJobInfo("vda").items() if k != "bandwidth"}`);
    await domain.blockJobAbort('vda');
    expect(await domain.getBlockJobInfo('vda')).toBeNull();
  });

  it('takes keys, and commands to its monitor', async () => {
    await domain.sendKey(0, 10, [28]);
    expect(JSON.parse(await domain.qemuMonitorCommand('{"execute":"query-status"}'))).toMatchObject({
      return: { running: false },
    });
    await domain.agentSetResponseTimeout(3);
  });

  it('has no agent', async () => {
    await domain.resume();
    const none = { code: 'VIR_ERR_ARGUMENT_UNSUPPORTED', message: expect.stringContaining('agent is not configured') };
    for (const call of [
      () => domain.agent('guest-ping'),
      () => domain.agent({ execute: 'guest-ping' }, { timeout: 1000 }),
      () => domain.getTime(),
      () => domain.getFSInfo(),
      () => domain.fsFreeze(),
      () => domain.fsThaw(),
      () => domain.authorizedSSHKeysGet('root'),
    ]) {
      await expect(call()).rejects.toMatchObject(none);
    }
  });

  it('is on a host whose memory and processors are told', async () => {
    const map = async () => {
      const { cpus, map, online } = await connection().nodeGetCPUMap();
      return [cpus, map, online];
    };
    await agree(map, 'c.getCPUMap()');
    const { total, free } = await connection().nodeGetMemoryStats();
    expect(total).toBeGreaterThan(free ?? 0n);
    expect(Object.keys(await connection().nodeGetMemoryStats(0))).toEqual(['total', 'free']);
    expect(Object.keys(await connection().nodeGetCPUStats(0)).sort()).toEqual(
      expect.arrayContaining(['idle', 'iowait', 'kernel', 'user']),
    );
    await expect(connection().nodeGetCPUStats(9999)).rejects.toMatchObject({ name: 'RemoteError' });
    const free4 = await connection().nodeGetFreePages([4], 0, 1);
    expect(free4).toEqual([[expect.any(BigInt)]]);
    // Of the pools nothing is changed: none is added.
    expect(await connection().nodeAllocPages([2048], [0n], 0, 1)).toBe(1);
    await agree(() => connection().getCPUModelNames('x86_64'), 'c.getCPUModelNames("x86_64")');
    await connection().setIdentity({ 'user-name': 'somebody', 'unix-user-id': 1000, 'process-id': -5 });
  });
});
