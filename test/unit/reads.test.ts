import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { procedures as admin } from '../../src/protocol/generated/admin/index.js';
import { procedures as lxc } from '../../src/protocol/generated/lxc/index.js';
import { procedures } from '../../src/protocol/generated/remote/index.js';
import { reads } from '../../src/protocol/generated/remote/reads.js';
import { onlyReads } from '../../src/rpc/reconnecting/reads.js';

interface Model {
  readonly programs: readonly {
    readonly name: string;
    readonly procedures: readonly { readonly name: string; readonly acl: readonly string[] }[];
  }[];
}

const MODEL = JSON.parse(readFileSync(new URL('../../codegen/model.json', import.meta.url), 'utf8')) as Model;

describe('the procedures that only read', () => {
  it('open no stream, are no events, and need no permission but to see', () => {
    const remote = MODEL.programs.find(({ name }) => name === 'remote');
    for (const name of reads) {
      expect(procedures).toHaveProperty(name);
      expect(procedures[name as keyof typeof procedures]).toMatchObject({ kind: 'call', stream: null });
      const acl = remote?.procedures.find((procedure) => procedure.name === name)?.acl ?? [];
      expect(acl.length).toBeGreaterThan(0);
      for (const entry of acl) expect(entry).toMatch(/^[a-z_]+:(?:getattr|read|read_secure|search_\w+)(?::|$)/u);
    }
    expect(reads.size).toBeGreaterThan(150);
  });

  it.each([
    'DOMAIN_CREATE',
    // It asks for no more than the permission to read.
    'DOMAIN_SET_SCHEDULER_PARAMETERS',
    // What it tells of a job that is over, it tells once.
    'DOMAIN_GET_JOB_STATS',
    'CONNECT_OPEN',
    'CONNECT_CLOSE',
    'CONNECT_REGISTER_CLOSE_CALLBACK',
    'CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY',
    'CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY',
    'CONNECT_SUPPORTS_FEATURE',
    'AUTH_LIST',
    'AUTH_SASL_STEP',
    'DOMAIN_SCREENSHOT',
    'DOMAIN_OPEN_GRAPHICS_FD',
    'STORAGE_VOL_DOWNLOAD',
    'DOMAIN_GET_GUEST_INFO',
  ] as const)('do not have %s among them', (name) => {
    expect(onlyReads(procedures[name])).toBe(false);
  });

  it('have those among them that every monitor asks for', () => {
    const { DOMAIN_GET_INFO, CONNECT_LIST_ALL_DOMAINS, CONNECT_GET_ALL_DOMAIN_STATS } = procedures;
    for (const one of [DOMAIN_GET_INFO, CONNECT_LIST_ALL_DOMAINS, CONNECT_GET_ALL_DOMAIN_STATS]) {
      expect(onlyReads(one)).toBe(true);
    }
  });

  it('are, of the admin program, which asks for no permissions, those that get, list or look up', () => {
    const told = Object.values(admin).filter(onlyReads);
    expect(told.map(({ name }) => name)).toEqual([
      'CONNECT_GET_LIB_VERSION',
      'CONNECT_LIST_SERVERS',
      'CONNECT_LOOKUP_SERVER',
      'SERVER_GET_THREADPOOL_PARAMETERS',
      'SERVER_LIST_CLIENTS',
      'SERVER_LOOKUP_CLIENT',
      'CLIENT_GET_INFO',
      'SERVER_GET_CLIENT_LIMITS',
      'CONNECT_GET_LOGGING_OUTPUTS',
      'CONNECT_GET_LOGGING_FILTERS',
    ]);
  });

  it('are each of their own program', () => {
    expect(onlyReads({ ...admin.CONNECT_OPEN, name: 'DOMAIN_GET_INFO' })).toBe(false);
    expect(onlyReads({ ...procedures.CONNECT_OPEN, name: 'CONNECT_LIST_SERVERS' })).toBe(false);
    expect(onlyReads({ ...lxc.DOMAIN_OPEN_NAMESPACE, name: 'DOMAIN_GET_INFO' })).toBe(false);
  });
});
