import {
  type Domain,
  DomainGuestInfoTypes,
  type DomainInterface,
  DomainInterfaceAddressesSource,
  DomainMemoryFlags,
} from '../../../src/index.js';
import { casesOf } from '../support/case.js';

const domain = casesOf<Domain>();

/** Interfaces as the Python binding has them. */
export const byName = (interfaces: readonly DomainInterface[]): unknown =>
  Object.fromEntries(
    interfaces.map(({ name, hwaddr, addrs }) => [
      name,
      {
        hwaddr,
        addrs: addrs.length === 0 ? null : addrs.map(({ type, addr, prefix }) => ({ type, addr, prefix })),
      },
    ]),
  );

/** What is asked of a running guest, or read out of it. */
export const domainGuest = (disk: string) => [
  domain('getFSInfo', {
    python: 'fsInfo',
    ours: (systems) => systems.map(({ mountpoint, name, fstype, devAlias }) => [mountpoint, name, fstype, devAlias]),
  }),
  domain('getGuestInfo', { python: 'guestInfo', args: [0 as DomainGuestInfoTypes] }),
  domain('getGuestInfo', { python: 'guestInfo', args: [DomainGuestInfoTypes.HOSTNAME] }),
  domain('getTime', 'getTime'),
  domain('interfaceAddresses', {
    python: 'interfaceAddresses',
    args: [DomainInterfaceAddressesSource.LEASE],
    ours: byName,
  }),
  domain('interfaceAddresses', {
    python: 'interfaceAddresses',
    args: [DomainInterfaceAddressesSource.ARP],
    ours: byName,
  }),
  domain('authorizedSSHKeysGet', { python: 'authorizedSSHKeysGet', args: ['root'] }),
  domain('blockPeek', { python: 'blockPeek', args: [disk, 0n, 512] }),
  domain('memoryPeek', { python: 'memoryPeek', args: [0x7c00n, 512, DomainMemoryFlags.PHYSICAL] }),
];
