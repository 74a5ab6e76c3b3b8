import { ConnectListAllDomainsFlags, DomainCreateFlags, DomainState, DomainXMLFlags } from 'libvirt-rpc';
import { describe, expectTypeOf, it } from 'vitest';

describe('a C enum', () => {
  it('is an object whose members are their values', () => {
    expectTypeOf(DomainCreateFlags.START_PAUSED).toEqualTypeOf<1>();
    expectTypeOf(DomainCreateFlags.START_AUTODESTROY).toEqualTypeOf<2>();
    expectTypeOf(DomainState.CRASHED).toEqualTypeOf<6>();
    expectTypeOf(ConnectListAllDomainsFlags.ACTIVE).toEqualTypeOf<1>();
  });

  it('is a type, of any of them', () => {
    expectTypeOf<DomainState>().toEqualTypeOf<0 | 1 | 2 | 3 | 4 | 5 | 6 | 7>();
    expectTypeOf<8>().not.toExtend<DomainState>();
  });

  it('can be combined to flags', () => {
    const flags = DomainXMLFlags.SECURE | DomainXMLFlags.INACTIVE;
    expectTypeOf(flags).toEqualTypeOf<number>();
  });

  it('cannot be changed', () => {
    // @ts-expect-error it is read-only
    DomainState.RUNNING = 2;
  });
});
