import {
  type Domain,
  DomainCreateFlags,
  DomainModificationImpact,
  DomainState,
  DomainXMLFlags,
  SecretUsageType,
  TypedParameterFlags,
} from 'libvirt-rpc';
import { describe, expectTypeOf, it } from 'vitest';

describe('a C enum', () => {
  it('is an object whose members are their values', () => {
    expectTypeOf(DomainState.CRASHED).toEqualTypeOf<6>();
    expectTypeOf(SecretUsageType.CEPH).toEqualTypeOf<2>();
  });

  it('is a type, of any of them', () => {
    expectTypeOf<DomainState>().toEqualTypeOf<0 | 1 | 2 | 3 | 4 | 5 | 6 | 7>();
    expectTypeOf<8>().not.toExtend<DomainState>();
  });

  it('can be combined to flags', () => {
    const flags = DomainXMLFlags.SECURE | DomainXMLFlags.INACTIVE;
    expectTypeOf(flags).toEqualTypeOf<number>();
  });

  it('that is or-ed goes where its members are wanted, and where those of another are not', () => {
    const domain = {} as Domain;
    expectTypeOf(domain.getXMLDesc).toBeCallableWith(DomainXMLFlags.SECURE);
    expectTypeOf(domain.getXMLDesc).toBeCallableWith(DomainXMLFlags.SECURE | DomainXMLFlags.INACTIVE);
    expectTypeOf(domain.getXMLDesc).toBeCallableWith(3);
    // @ts-expect-error a member of another enum
    domain.getXMLDesc(DomainCreateFlags.START_PAUSED);
    // @ts-expect-error a member of another enum
    domain.coreDumpWithFormat('/dump', SecretUsageType.VTPM, 0);
    // Either of two.
    expectTypeOf(domain.getMemoryParameters).toBeCallableWith(DomainModificationImpact.CONFIG);
    expectTypeOf(domain.getMemoryParameters).toBeCallableWith(TypedParameterFlags.STRING_OKAY);
  });

  it('cannot be changed', () => {
    // @ts-expect-error it is read-only
    DomainState.RUNNING = 2;
  });
});
