import { describe, expect, it } from 'vitest';
import { objectsOf } from '../../src/api/connection/base.js';
import { ProtocolError } from '../../src/errors.js';
import { DomainStatsTypes } from '../../src/index.js';
import { VIR_NET_OK, VIR_NET_REPLY } from '../../src/protocol/generated/net/index.js';
import { procedures as qemu } from '../../src/protocol/generated/qemu/index.js';
import { procedures, type remote_typed_param } from '../../src/protocol/generated/remote/index.js';
import { answer, answerCpuCount, nextOf, startConnection } from '../support/test-connection.js';
import { encode } from '../support/test-peer.js';
import { DOM } from '../support/test-session.js';

const { DOMAIN_GET_CPU_STATS, CONNECT_GET_ALL_DOMAIN_STATS, DOMAIN_PIN_VCPU, DOMAIN_GET_VCPUS } = procedures;

function ullong(field: string, value: number): remote_typed_param {
  return { field, value: { type: 4, value: BigInt(value) } };
}

function label(text: string, enforcing: number): { label: Uint8Array; enforcing: number } {
  return { label: new Uint8Array(Buffer.from(`${text}\0`)), enforcing };
}

describe('the processor time of a domain', () => {
  it('is asked for in batches, as large as the protocol lets them be', async () => {
    const { peer, domain } = startConnection();
    const result = domain.getCPUStats(0);
    await answer(peer, procedures.CONNECT_SUPPORTS_FEATURE, { supported: 1 });
    expect(await answer(peer, DOMAIN_GET_CPU_STATS, { params: [], nparams: 2 })).toEqual({
      dom: DOM,
      nparams: 0,
      start_cpu: 0,
      ncpus: 1,
      flags: 4,
    });
    expect(await answer(peer, DOMAIN_GET_CPU_STATS, { params: [], nparams: 300 })).toMatchObject({
      nparams: 0,
      start_cpu: 0,
      ncpus: 0,
    });
    for (const [start, ncpus] of [
      [0, 128],
      [128, 128],
      [256, 44],
    ] as const) {
      const of = (cpu: number) => [ullong('cpu_time', cpu), ullong('vcpu_time', 1)];
      const params = Array.from({ length: ncpus }, (_, i) => of(start + i)).flat();
      const args = await answer(peer, DOMAIN_GET_CPU_STATS, { params, nparams: 2 });
      expect(args).toMatchObject({ nparams: 2, start_cpu: start, ncpus });
    }
    const stats = await result;
    expect(stats).toHaveLength(300);
    expect(stats[299]).toEqual({ cpu_time: 299n, vcpu_time: 1n });
  });

  it('is that of some processors, or of all together', async () => {
    const { peer, domain } = startConnection();
    const some = domain.getCPUStats(2, 3);
    await answer(peer, procedures.CONNECT_SUPPORTS_FEATURE, { supported: 0 });
    await answer(peer, DOMAIN_GET_CPU_STATS, { params: [], nparams: 1 });
    // The daemon leaves out processors at the end that it has nothing to say of.
    const two = { params: [ullong('cpu_time', 2), ullong('cpu_time', 3)], nparams: 1 };
    expect(await answer(peer, DOMAIN_GET_CPU_STATS, two)).toMatchObject({ start_cpu: 2, ncpus: 3, flags: 0 });
    expect(await some).toEqual([{ cpu_time: 2n }, { cpu_time: 3n }]);
    const all = domain.getCPUStats();
    await answer(peer, DOMAIN_GET_CPU_STATS, { params: [], nparams: 1 });
    const one = { params: [ullong('cpu_time', 9)], nparams: 1 };
    expect(await answer(peer, DOMAIN_GET_CPU_STATS, one)).toMatchObject({ start_cpu: -1, ncpus: 1 });
    expect(await all).toEqual([{ cpu_time: 9n }]);
  });

  it('cannot be of parameters that do not divide among the processors', async () => {
    const { peer, domain } = startConnection();
    const result = domain.getCPUStats();
    await answer(peer, procedures.CONNECT_SUPPORTS_FEATURE, { supported: 1 });
    await answer(peer, DOMAIN_GET_CPU_STATS, { params: [], nparams: 2 });
    await answer(peer, DOMAIN_GET_CPU_STATS, { params: [ullong('cpu_time', 1)], nparams: 2 });
    await expect(result).rejects.toBeInstanceOf(ProtocolError);
  });

  it.each([
    [-2, 1, 'startCPU must be'],
    [0.5, 1, 'startCPU must be'],
    [-1, 2, 'ncpus must be 1'],
    [-1, 0, 'ncpus must be 1'],
    [0, -1, 'ncpus must be'],
  ])('is refused from %d for %d, before anything is sent', async (startCPU, ncpus, message) => {
    const { peer, domain } = startConnection();
    await expect(domain.getCPUStats(startCPU, ncpus)).rejects.toThrow(message);
    expect(peer.received).toEqual([]);
  });
});

describe('maps of processors', () => {
  it('are as long as the host needs, which is asked once', async () => {
    const { peer, domain } = startConnection();
    const first = domain.pinVcpu(1, [11]);
    await answerCpuCount(peer, 12);
    expect(await answer(peer, DOMAIN_PIN_VCPU, undefined)).toEqual({ dom: DOM, vcpu: 1, cpumap: Uint8Array.of(0, 8) });
    await first;
    const second = domain.pinVcpu(0, [true]);
    expect(await answer(peer, DOMAIN_PIN_VCPU, undefined)).toMatchObject({ cpumap: Uint8Array.of(1, 0) });
    await second;
    await expect(domain.pinVcpu(0, [12])).rejects.toThrow(RangeError);
    expect(peer.received).toEqual([]);
  });

  it('are as long as the host’s topology says, where the hypervisor has no map of its own', async () => {
    const { peer, domain } = startConnection();
    const pinned = domain.pinVcpu(0, [16]);
    peer.fail(await nextOf(peer, procedures.NODE_GET_CPU_MAP), { code: 3, message: 'not supported' });
    const info = { memory: 1n, cpus: 3, mhz: 0, nodes: 2, sockets: 1, cores: 3, threads: 3, model: new Uint8Array(32) };
    await answer(peer, procedures.NODE_GET_INFO, info);
    expect(await answer(peer, DOMAIN_PIN_VCPU, undefined)).toMatchObject({ cpumap: Uint8Array.of(0, 0, 1) });
    await pinned;
  });

  it('cannot be told where the daemon does not say how long they are', async () => {
    const { peer, domain } = startConnection();
    const pinned = domain.pinVcpu(0, [0]);
    peer.fail(await nextOf(peer, procedures.NODE_GET_CPU_MAP), { code: 88, message: 'access denied' });
    await expect(pinned).rejects.toThrow('access denied');
  });

  it('of virtual processors follow each other at whole bytes', async () => {
    const { peer, domain } = startConnection();
    const result = domain.getVcpus();
    await answerCpuCount(peer, 9);
    const info = { state: 1, maxMem: 1n, memory: 1n, nrVirtCpu: 2, cpuTime: 1n };
    await answer(peer, procedures.DOMAIN_GET_INFO, info);
    const one = { number: 0, state: 1, cpu_time: 5n, cpu: -1 };
    const reply = { info: [one, { ...one, number: 1 }], cpumaps: Uint8Array.of(0, 1, 2, 0) };
    expect(await answer(peer, DOMAIN_GET_VCPUS, reply)).toEqual({ dom: DOM, maxinfo: 2, maplen: 2 });
    expect(await result).toMatchObject([
      { number: 0, state: 1, cpuTime: 5n, cpu: -1, cpuMap: [...new Array(8).fill(false), true] },
      { number: 1, cpuMap: [false, true, ...new Array(7).fill(false)] },
    ]);
  });

  it('take no longer, together with what they are for, than the timeout', async () => {
    const { peer, domain } = startConnection();
    const pinned = domain.pinVcpu(0, [0], { timeout: 200 });
    const begin = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 120));
    await answerCpuCount(peer, 1);
    await nextOf(peer, DOMAIN_PIN_VCPU);
    await expect(pinned).rejects.toMatchObject({ code: 'ERR_LIBVIRT_TIMEOUT', sent: true });
    expect(performance.now() - begin).toBeLessThan(300);
  });
});

describe('the statistics of all domains', () => {
  it('are records of a domain and an object', async () => {
    const { peer, connection } = startConnection();
    const result = connection.getAllDomainStats(DomainStatsTypes.STATE | DomainStatsTypes.VCPU, 3);
    const retStats = [
      { dom: DOM, params: [ullong('a', 1), { field: 'b', value: { type: 6, value: 1 } as const }] },
      { dom: { ...DOM, name: 'two' }, params: [ullong('a', 2), { field: 'b', value: { type: 6, value: 0 } as const }] },
      { dom: { ...DOM, name: 'three' }, params: [ullong('b', 3)] },
      { dom: { ...DOM, name: 'four' }, params: [] },
    ];
    const args = await answer(peer, CONNECT_GET_ALL_DOMAIN_STATS, { retStats });
    expect(args).toEqual({ doms: [], stats: 9, flags: 3 });
    const records = await result;
    expect(records.map(({ domain, params }) => [domain.name, params])).toEqual([
      ['one', { a: 1n, b: true }],
      ['two', { a: 2n, b: false }],
      ['three', { b: 3n }],
      ['four', {}],
    ]);
    expect(records[0]?.domain.connection).toBe(connection);
  });

  it('have every type of parameter', async () => {
    const { peer, connection } = startConnection();
    const result = connection.getAllDomainStats();
    const params: remote_typed_param[] = [
      { field: 'int', value: { type: 1, value: -1 } },
      { field: 'uint', value: { type: 2, value: 2 ** 32 - 1 } },
      { field: 'llong', value: { type: 3, value: -(2n ** 63n) } },
      { field: 'ullong', value: { type: 4, value: 2n ** 64n - 1n } },
      { field: 'double', value: { type: 5, value: 0.5 } },
      { field: 'boolean', value: { type: 6, value: 7 } },
      { field: 'string', value: { type: 7, value: 'ü' } },
    ];
    await answer(peer, CONNECT_GET_ALL_DOMAIN_STATS, { retStats: [{ dom: DOM, params }] });
    expect((await result)[0]?.params).toEqual({
      int: -1,
      uint: 2 ** 32 - 1,
      llong: -(2n ** 63n),
      ullong: 2n ** 64n - 1n,
      double: 0.5,
      boolean: true,
      string: 'ü',
    });
  });

  it('of chosen domains are asked for by their names', async () => {
    const { peer, connection, domain } = startConnection();
    const result = connection.domainListGetStats([domain, domain]);
    const args = await answer(peer, CONNECT_GET_ALL_DOMAIN_STATS, { retStats: [{ dom: DOM, params: [] }] });
    expect(args).toEqual({ doms: [DOM, DOM], stats: 0, flags: 0 });
    expect(await result).toHaveLength(1);
  });

  it('are asked of no other connection, and not of none', async () => {
    const { peer, connection, domain } = startConnection();
    const other = startConnection();
    for (const [domains, message] of [
      [[], 'domains must have at least one member'],
      [[domain, other.domain], 'domains[1] is a domain of another connection'],
      [[null], 'domains[0] must be a Domain'],
      [[objectsOf(connection).network(DOM)], 'domains[0] must be a Domain'],
      [null, 'domains must be an array'],
    ] as const) {
      const error = connection.domainListGetStats(domains as never);
      await expect(error).rejects.toThrow(TypeError);
      await expect(error).rejects.toThrow(message);
    }
    expect(peer.received).toEqual([]);
  });

  it('that break the protocol end the connection, and say where', async () => {
    const { peer, connection } = startConnection();
    const result = connection.getAllDomainStats();
    const { header } = await nextOf(peer, CONNECT_GET_ALL_DOMAIN_STATS);
    const retStats = [{ dom: DOM, params: [ullong('a', 1), ullong('b', 1)] }];
    const { ret } = CONNECT_GET_ALL_DOMAIN_STATS;
    const bytes = encode({ ...header, type: VIR_NET_REPLY, status: VIR_NET_OK }, ret, { retStats });
    const type = Buffer.from(bytes).indexOf('b\0\0\0') + 4;
    peer.deliver(Buffer.concat([bytes.subarray(0, type), Buffer.from([0, 0, 0, 9]), bytes.subarray(type + 4)]));
    await expect(result).rejects.toThrow(
      'remote_connect_get_all_domain_stats_ret.retStats[0].params[1].value.type: 9 selects no arm of the union',
    );
    expect(connection.isAlive()).toBe(false);
  });
});

describe('the agent', () => {
  it('is told a command in JSON, and its answer is returned', async () => {
    const { peer, domain } = startConnection();
    const result = domain.agent<{ pid: number }>({ execute: 'guest-exec', arguments: { path: '/bin/true' } });
    const args = await answer(peer, qemu.DOMAIN_AGENT_COMMAND, { result: '{"return":{"pid":7}}' });
    expect(args).toEqual({
      dom: DOM,
      cmd: '{"execute":"guest-exec","arguments":{"path":"/bin/true"}}',
      timeout: -1,
      flags: 0,
    });
    expect((await result).pid).toBe(7);
  });

  it('is waited for by the daemon as long as by the caller', async () => {
    const { peer, domain } = startConnection();
    const result = domain.agent('guest-ping', { timeout: 2001 });
    const args = await answer(peer, qemu.DOMAIN_AGENT_COMMAND, { result: null });
    expect(args).toMatchObject({ cmd: '{"execute":"guest-ping"}', timeout: 3 });
    expect(await result).toBeUndefined();
  });

  it.each(['', 'no JSON', '{"return":', 'null', '7', '[1]', '"text"'])(
    'that answers %j breaks its protocol, and the connection is none the worse',
    async (result) => {
      const { peer, domain } = startConnection();
      const asked = domain.agent('guest-info');
      asked.catch(() => {});
      await answer(peer, qemu.DOMAIN_AGENT_COMMAND, { result });
      await expect(asked).rejects.toThrow(ProtocolError);
      await expect(asked).rejects.toMatchObject({ code: 'ERR_LIBVIRT_PROTOCOL', path: null });
      const again = domain.agent('guest-ping');
      await answer(peer, qemu.DOMAIN_AGENT_COMMAND, { result: '{"return":{}}' });
      expect(await again).toEqual({});
    },
  );

  it('that is given what is no command is not asked', async () => {
    const { peer, domain } = startConnection();
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    await expect(domain.agent({ execute: 'x', arguments: circle })).rejects.toThrow(/^command is nothing that JSON/);
    await expect(domain.agent({ execute: 'x', arguments: { n: 1n } })).rejects.toThrow(TypeError);
    for (const command of [null, 5, {}, { execute: 5 }]) {
      await expect(domain.agent(command as never)).rejects.toThrow(TypeError);
    }
    await expect(domain.agent('x', { timeout: -1 })).rejects.toThrow(RangeError);
    expect(peer.received).toEqual([]);
  });
});

describe('what only the wire tells', () => {
  it('is that a domain has a new name, once the daemon has said so', async () => {
    const { peer, domain } = startConnection();
    const failed = domain.rename('other');
    peer.fail(await nextOf(peer, procedures.DOMAIN_RENAME));
    await expect(failed).rejects.toThrow('failed');
    expect(domain.name).toBe('one');
    const renamed = domain.rename('other');
    await answer(peer, procedures.DOMAIN_RENAME, { retcode: 0 });
    await renamed;
    expect([domain.name, domain.id]).toEqual(['other', 5]);
  });

  it('is a job of a disk, or none', async () => {
    const { peer, domain } = startConnection();
    const job = { found: 1, type: 2, bandwidth: 1n, cur: 2n, end: 2n ** 64n - 1n };
    const some = domain.getBlockJobInfo('vda', 1);
    expect(await answer(peer, procedures.DOMAIN_GET_BLOCK_JOB_INFO, job)).toEqual({ dom: DOM, path: 'vda', flags: 1 });
    expect(await some).toEqual({ type: 2, bandwidth: 1n, cur: 2n, end: 2n ** 64n - 1n });
    const none = domain.getBlockJobInfo('vda');
    await answer(peer, procedures.DOMAIN_GET_BLOCK_JOB_INFO, { ...job, found: 0 });
    expect(await none).toBeNull();
  });

  it('is text that C has in arrays of characters', async () => {
    const { peer, domain } = startConnection();
    const one = domain.getSecurityLabel();
    await answer(peer, procedures.DOMAIN_GET_SECURITY_LABEL, label('system_u:object_r:ü', 1));
    expect(await one).toEqual({ label: 'system_u:object_r:ü', enforcing: true });
    const all = domain.getSecurityLabelList();
    const labels = [label('a', 0), { label: new Uint8Array(), enforcing: 0 }];
    await answer(peer, procedures.DOMAIN_GET_SECURITY_LABEL_LIST, { labels, ret: 2 });
    expect(await all).toEqual([
      { label: 'a', enforcing: false },
      { label: '', enforcing: false },
    ]);
  });

  it('is what the memory statistics call what is newer than this library', async () => {
    const { peer, domain } = startConnection();
    const result = domain.memoryStats();
    const stats = [
      { tag: 6, val: 1n },
      { tag: 99, val: 2n },
    ];
    await answer(peer, procedures.DOMAIN_MEMORY_STATS, { stats });
    expect(await result).toEqual({ actual_balloon: 1n, 99: 2n });
  });

  it('is a lease', async () => {
    const { peer, connection } = startConnection();
    const network = objectsOf(connection).network({ name: 'default', uuid: new Uint8Array(16) });
    const result = network.getDHCPLeases('52:54:00:00:00:01');
    const lease = {
      iface: 'virbr0',
      expirytime: 2n ** 33n,
      type: 0,
      mac: '52:54:00:00:00:01',
      iaid: null,
      ipaddr: '192.168.122.7',
      prefix: 24,
      hostname: 'guest',
      clientid: null,
    };
    const args = await answer(peer, procedures.NETWORK_GET_DHCP_LEASES, { leases: [lease], ret: 1 });
    expect(args).toMatchObject({ mac: '52:54:00:00:00:01', need_results: 1, flags: 0 });
    expect(await result).toEqual([lease]);
  });

  it('is which keys of a user let one in, and what the file systems of a guest lie on', async () => {
    const { peer, domain } = startConnection();
    const keys = domain.authorizedSSHKeysGet('root');
    const args = await answer(peer, procedures.DOMAIN_AUTHORIZED_SSH_KEYS_GET, { keys: ['ssh-ed25519 A'] });
    expect(args).toEqual({ dom: DOM, user: 'root', flags: 0 });
    expect(await keys).toEqual(['ssh-ed25519 A']);
    const found = domain.getFSInfo();
    const info = [{ mountpoint: '/', name: 'vda1', fstype: 'ext4', dev_aliases: ['vda', 'vdb'] }];
    await answer(peer, procedures.DOMAIN_GET_FSINFO, { info, ret: 1 });
    expect(await found).toEqual([{ mountpoint: '/', name: 'vda1', fstype: 'ext4', devAlias: ['vda', 'vdb'] }]);
  });

  it('is how many pages of each size each cell has', async () => {
    const { peer, connection } = startConnection();
    const free = connection.nodeGetFreePages([4, 2048], 0, 2);
    expect(await answer(peer, procedures.NODE_GET_FREE_PAGES, { counts: [1n, 2n, 3n, 4n] })).toMatchObject({
      pages: [4, 2048],
      startCell: 0,
      cellCount: 2,
    });
    expect(await free).toEqual([
      [1n, 2n],
      [3n, 4n],
    ]);
    await expect(connection.nodeGetFreePages([], 0, 1)).rejects.toThrow(RangeError);
    await expect(connection.nodeAllocPages([4], [1n, 2n], 0, 1)).rejects.toThrow(/pageCounts\.length must be 1/);
  });
});
