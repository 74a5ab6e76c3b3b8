import { describe, expectTypeOf, it } from 'vitest';
import {
  type Connection,
  type Domain,
  DomainCreateFlags,
  type DomainJobOperation,
  type DomainJobStats,
  type DomainJobType,
  DomainMigrateFlags,
} from '../../src/index.js';

declare const domain: Domain;
declare const destination: Connection;

describe('migration', () => {
  it('returns the domain at the destination, or nothing where there is no connection to it', () => {
    expectTypeOf(domain.migrate3(destination)).resolves.toEqualTypeOf<Domain>();
    expectTypeOf(domain.migrate(destination)).resolves.toEqualTypeOf<Domain>();
    expectTypeOf(domain.migrate2(destination)).resolves.toEqualTypeOf<Domain>();
    expectTypeOf(domain.migrateToURI3('qemu+tls://host/system')).resolves.toBeVoid();
    expectTypeOf(domain.migrateToURI2(null)).resolves.toBeVoid();
    expectTypeOf(domain.migrateToURI('tcp://host')).resolves.toBeVoid();
  });

  it('knows its parameters, and takes those that it does not know', () => {
    const { LIVE, PAUSED } = DomainMigrateFlags;
    void domain.migrate3(destination, { migrate_uri: undefined, bandwidth: 5n, migrate_disks: ['vda'] }, LIVE | PAUSED);
    void domain.migrate3(destination, { 'newer.than.this': 5 });
    // @ts-expect-error a URI is text
    void domain.migrate3(destination, { migrate_uri: 5 });
    // @ts-expect-error a limit is a number
    void domain.migrate3(destination, { bandwidth: '5' });
    // @ts-expect-error members of another enum
    void domain.migrate3(destination, {}, DomainCreateFlags.START_PAUSED);
    // @ts-expect-error the destination is a connection
    void domain.migrate3('qemu+tls://host/system');
  });
});

describe('jobProgress', () => {
  it('tells typed statistics', () => {
    expectTypeOf(domain.jobProgress()).toEqualTypeOf<AsyncGenerator<DomainJobStats, void, undefined>>();
    expectTypeOf<DomainJobStats['type']>().toEqualTypeOf<DomainJobType>();
    expectTypeOf<DomainJobStats['operation']>().toEqualTypeOf<DomainJobOperation | undefined>();
    expectTypeOf<DomainJobStats['dataRemaining']>().toEqualTypeOf<bigint | undefined>();
    expectTypeOf<DomainJobStats['errmsg']>().toEqualTypeOf<string | undefined>();
  });
});
