import { DomainState, ConnectListAllDomainsFlags as Flags } from '../../../api/generated/constants.js';
import { formatUuid } from '../../../protocol/uuid.js';
import { type TestDomain, wireDomain } from '../domain.js';
import { badArgument, checkFlags } from '../report.js';
import type { Handlers } from '../situation.js';

type Filter = readonly [flag: number, is: (domain: TestDomain) => boolean];

const STATES: readonly DomainState[] = [DomainState.RUNNING, DomainState.PAUSED, DomainState.SHUTOFF];

/** Of each group, flags that are set let those through that are one of them; a group of which none is set, all. */
const GROUPS: readonly (readonly Filter[])[] = [
  [
    [Flags.ACTIVE, ({ running }) => running],
    [Flags.INACTIVE, ({ running }) => !running],
  ],
  [
    [Flags.PERSISTENT, ({ persistent }) => persistent],
    [Flags.TRANSIENT, ({ persistent }) => !persistent],
  ],
  [
    [Flags.RUNNING, ({ state }) => state === DomainState.RUNNING],
    [Flags.PAUSED, ({ paused }) => paused],
    [Flags.SHUTOFF, ({ state }) => state === DomainState.SHUTOFF],
    [Flags.OTHER, ({ state }) => !STATES.includes(state)],
  ],
  [
    [Flags.AUTOSTART, ({ autostart }) => autostart],
    [Flags.NO_AUTOSTART, ({ autostart }) => !autostart],
  ],
  // Nothing here is saved, or has a snapshot or a checkpoint.
  [
    [Flags.MANAGEDSAVE, () => false],
    [Flags.NO_MANAGEDSAVE, () => true],
  ],
  [
    [Flags.HAS_SNAPSHOT, () => false],
    [Flags.NO_SNAPSHOT, () => true],
  ],
  [
    [Flags.HAS_CHECKPOINT, () => false],
    [Flags.NO_CHECKPOINT, () => true],
  ],
];

function isListed(domain: TestDomain, flags: number): boolean {
  return GROUPS.every((group) => {
    const set = group.filter(([flag]) => (flags & flag) !== 0);
    return set.length === 0 || set.some(([, is]) => is(domain));
  });
}

/** How domains are found. */
export const FIND: Handlers = {
  DOMAIN_LOOKUP_BY_NAME: ({ name }, { world }) => {
    const domain = world.domains.find((one) => one.name === name);
    if (domain === undefined) throw world.dialect.notFound('name', name);
    return { dom: wireDomain(domain) };
  },
  DOMAIN_LOOKUP_BY_UUID: ({ uuid }, { world }) => {
    const text = formatUuid(uuid);
    const domain = world.domains.find((one) => one.uuid === text);
    if (domain === undefined) throw world.dialect.notFound('uuid', text);
    return { dom: wireDomain(domain) };
  },
  DOMAIN_LOOKUP_BY_ID: ({ id }, { world }) => {
    if (id < 0) {
      const fn = 'virDomainLookupByID';
      throw badArgument('VIR_FROM_DOMAIN', fn, 'id', `id in ${fn} must be zero or greater`);
    }
    const domain = world.domains.find((one) => one.id === id);
    if (domain === undefined) throw world.dialect.notFound('id', `${id}`);
    return { dom: wireDomain(domain) };
  },
  CONNECT_NUM_OF_DOMAINS: (_, { world }) => ({ num: world.domains.filter(({ running }) => running).length }),
  CONNECT_LIST_DOMAINS: ({ maxids }, { world }) => ({
    ids: world.domains
      .filter(({ running }) => running)
      .slice(0, maxids)
      .map(({ id }) => id),
  }),
  CONNECT_NUM_OF_DEFINED_DOMAINS: (_, { world }) => ({ num: world.domains.filter(({ running }) => !running).length }),
  CONNECT_LIST_DEFINED_DOMAINS: ({ maxnames }, { world }) => ({
    names: world.domains
      .filter(({ running }) => !running)
      .slice(0, maxnames)
      .map(({ name }) => name),
  }),
  CONNECT_LIST_ALL_DOMAINS: ({ need_results, flags }, { world }) => {
    const { fn, known } = world.dialect.flags.listAll;
    checkFlags(world.dialect.errorDomain, fn, flags, known);
    const domains = world.domains.filter((domain) => isListed(domain, flags));
    return { domains: need_results === 0 ? [] : domains.map(wireDomain), ret: domains.length };
  },
  DOMAIN_IS_ACTIVE: ({ dom }, { world }) => ({ active: world.find(dom).running ? 1 : 0 }),
  DOMAIN_IS_PERSISTENT: ({ dom }, { world }) => ({ persistent: world.find(dom).persistent ? 1 : 0 }),
  DOMAIN_IS_UPDATED: ({ dom }, { world }) => {
    world.find(dom);
    // Only a device that comes or goes makes it so.
    return { updated: 0 };
  },
};
