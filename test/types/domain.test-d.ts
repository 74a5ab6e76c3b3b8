import type {
  CallOptions,
  Connection,
  Domain,
  DomainCreateFlags,
  DomainDestroyFlagsValues,
  DomainInfo,
  DomainRebootFlagValues,
  DomainShutdownFlagValues,
  DomainState,
  DomainUndefineFlagsValues,
  DomainXMLFlags,
} from 'libvirt-rpc';
import { describe, expectTypeOf, it } from 'vitest';

describe('a domain', () => {
  const domain = {} as Domain;
  type Does = (options?: CallOptions) => Promise<void>;
  type DoesWithFlags<Flags> = (flags?: Flags, options?: CallOptions) => Promise<void>;

  it('knows its names, which nobody changes', () => {
    expectTypeOf(domain).toExtend<{
      readonly connection: Connection;
      readonly name: string;
      readonly uuid: string;
      readonly id: number;
    }>();
    expectTypeOf(domain.getName()).toEqualTypeOf<string>();
    expectTypeOf(domain.getUUID()).toExtend<Uint8Array>();
    expectTypeOf(domain.getUUIDString()).toEqualTypeOf<string>();
    expectTypeOf(domain.getID()).toEqualTypeOf<number>();
    // @ts-expect-error it is read-only
    domain.name = 'other';
    // @ts-expect-error it is read-only
    domain.id = 7;
  });

  it('is started and ended', () => {
    expectTypeOf(domain.create).toEqualTypeOf<Does>();
    expectTypeOf(domain.destroy).toEqualTypeOf<Does>();
    expectTypeOf(domain.shutdown).toEqualTypeOf<Does>();
    expectTypeOf(domain.suspend).toEqualTypeOf<Does>();
    expectTypeOf(domain.resume).toEqualTypeOf<Does>();
    expectTypeOf(domain.undefine).toEqualTypeOf<Does>();
    expectTypeOf(domain.createWithFlags).toEqualTypeOf<DoesWithFlags<DomainCreateFlags>>();
    expectTypeOf(domain.destroyFlags).toEqualTypeOf<DoesWithFlags<DomainDestroyFlagsValues>>();
    expectTypeOf(domain.shutdownFlags).toEqualTypeOf<DoesWithFlags<DomainShutdownFlagValues>>();
    expectTypeOf(domain.reboot).toEqualTypeOf<DoesWithFlags<DomainRebootFlagValues>>();
    expectTypeOf(domain.undefineFlags).toEqualTypeOf<DoesWithFlags<DomainUndefineFlagsValues>>();
  });

  it('tells what it does and uses, 64-bit numbers as bigint', () => {
    expectTypeOf(domain.getInfo).returns.toEqualTypeOf<Promise<DomainInfo>>();
    expectTypeOf<DomainInfo>().toEqualTypeOf<{
      readonly state: DomainState;
      readonly maxMem: bigint;
      readonly memory: bigint;
      readonly nrVirtCpu: number;
      readonly cpuTime: bigint;
    }>();
    expectTypeOf(domain.getState).returns.toEqualTypeOf<Promise<{ state: DomainState; reason: number }>>();
    expectTypeOf(domain.getXMLDesc).toEqualTypeOf<(flags?: DomainXMLFlags, options?: CallOptions) => Promise<string>>();
    expectTypeOf(domain.isActive).returns.toEqualTypeOf<Promise<boolean>>();
    expectTypeOf(domain.isPersistent).returns.toEqualTypeOf<Promise<boolean>>();
    expectTypeOf(domain.getAutostart).returns.toEqualTypeOf<Promise<boolean>>();
  });
});
