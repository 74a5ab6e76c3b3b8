import { type Connection, type DomainStatsRecord, DomainStatsTypes } from '../../../src/index.js';
import { casesOf } from '../support/case.js';
import { Reference } from '../support/peer.js';

const connection = casesOf<Connection>();
const { STATE, VCPU, BALLOON, INTERFACE, BLOCK } = DomainStatsTypes;

const pairs = (records: readonly DomainStatsRecord[]): unknown => records.map(({ domain, params }) => [domain, params]);

/** Of connections with a domain of this name. */
export const statistics = (name: string) => [
  connection('getAllDomainStats', { python: 'getAllDomainStats', ours: pairs }),
  connection('getAllDomainStats', { python: 'getAllDomainStats', args: [STATE | INTERFACE], ours: pairs }),
  connection('domainListGetStats', {
    python: 'domainListGetStats',
    args: async (c) => [[await c.domainLookupByName(name)], VCPU | BALLOON | BLOCK],
    theirArgs: [[new Reference([['lookupByName', [name]]])], VCPU | BALLOON | BLOCK],
    ours: pairs,
  }),
];
