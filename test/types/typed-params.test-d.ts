import {
  type Connection,
  type CPUSet,
  type Domain,
  DomainMemory,
  type DomainMemoryStats,
  type DomainStatsRecord,
  DomainStatsTypes,
  DomainXMLFlags,
  type Network,
  type NetworkDHCPLease,
  type Secret,
  type SecurityLabel,
  type TypedParams,
  type TypedParamsInput,
  type TypedParamValue,
  typed,
  type VcpuInfo,
} from 'libvirt-rpc';
import { describe, expectTypeOf, it } from 'vitest';

describe('typed parameters', () => {
  const domain = {} as Domain;
  const connection = {} as Connection;

  it('are read as a plain object', () => {
    const params = {} as TypedParams;
    expectTypeOf(params['cpu.time']).toEqualTypeOf<TypedParamValue | readonly TypedParamValue[] | undefined>();
    expectTypeOf<TypedParamValue>().toEqualTypeOf<number | bigint | boolean | string>();
    // @ts-expect-error they are read-only
    params['cpu.time'] = 1n;
  });

  it('are written from one, by name or by constant, with a type of their own where it is insisted on', () => {
    const write = (_: TypedParamsInput) => {};
    write({ hard_limit: 5n, weight: 5, on: true, disks: ['vda', 'vdb'], left: undefined });
    write({ [DomainMemory.HARD_LIMIT]: typed.ullong(5) });
    // @ts-expect-error null is no value
    write({ hard_limit: null });
    // @ts-expect-error nor is an object
    write({ hard_limit: {} });
    expectTypeOf(DomainMemory.HARD_LIMIT).toEqualTypeOf<'hard_limit'>();
    const name: DomainMemory = 'soft_limit';
    expectTypeOf(name).toExtend<DomainMemory>();
    // @ts-expect-error a boolean is not written as an integer
    typed.int(true);
  });

  it('that are read can be written again', () => {
    expectTypeOf<TypedParams>().toExtend<TypedParamsInput>();
  });

  it('of domains come with the domain', () => {
    expectTypeOf(connection.getAllDomainStats()).resolves.toEqualTypeOf<DomainStatsRecord[]>();
    expectTypeOf<DomainStatsRecord['domain']>().toEqualTypeOf<Domain>();
    void connection.getAllDomainStats(DomainStatsTypes.STATE | DomainStatsTypes.VCPU);
    // @ts-expect-error flags of something else
    void connection.getAllDomainStats(DomainXMLFlags.SECURE);
    expectTypeOf(domain.getCPUStats()).resolves.toEqualTypeOf<TypedParams[]>();
  });
});

describe('what is written by hand', () => {
  const domain = {} as Domain;

  it('takes and gives maps of processors', () => {
    expectTypeOf<CPUSet>().toEqualTypeOf<readonly boolean[] | readonly number[] | ReadonlySet<number>>();
    expectTypeOf(domain.getVcpuPinInfo()).resolves.toEqualTypeOf<boolean[][]>();
    expectTypeOf(domain.getVcpus()).resolves.toEqualTypeOf<VcpuInfo[]>();
    // @ts-expect-error a range is no map
    void domain.pinVcpu(0, '0-3');
  });

  it('has 64-bit numbers as bigint', () => {
    expectTypeOf<VcpuInfo['cpuTime']>().toEqualTypeOf<bigint>();
    expectTypeOf<DomainMemoryStats['swap_in']>().toEqualTypeOf<bigint | undefined>();
    expectTypeOf<NetworkDHCPLease['expirytime']>().toEqualTypeOf<bigint>();
    expectTypeOf(domain.getTime()).resolves.toEqualTypeOf<{ seconds: bigint; nseconds: number }>();
  });

  it('has what may be absent as null', () => {
    expectTypeOf(domain.getBlockJobInfo).returns.resolves.toExtend<{ readonly cur: bigint } | null>();
    expectTypeOf(({} as Network).getDHCPLeases)
      .parameter(0)
      .toEqualTypeOf<string | null | undefined>();
  });

  it('has bytes as a Uint8Array, and no text for them', () => {
    expectTypeOf(({} as Secret).getValue()).resolves.toEqualTypeOf<Uint8Array>();
    // @ts-expect-error a string has no bytes until it is encoded
    void ({} as Secret).setValue('password');
    expectTypeOf<SecurityLabel>().toEqualTypeOf<{ readonly label: string; readonly enforcing: boolean }>();
  });

  it('gives the agent’s answer the type that the caller knows it to have', () => {
    expectTypeOf(domain.agent('guest-ping')).resolves.toEqualTypeOf<unknown>();
    expectTypeOf(domain.agent<{ pid: number }>({ execute: 'guest-exec' })).resolves.toEqualTypeOf<{ pid: number }>();
  });
});
