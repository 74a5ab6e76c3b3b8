import {
  type Domain,
  DomainGetHostnameFlags,
  DomainInterfaceAddressesSource,
  DomainVcpuFlags,
} from '../../../src/index.js';
import { casesOf } from '../support/case.js';
import { byName } from './domain-guest.js';

const domain = casesOf<Domain>();

/** What only a guest with an agent can say. */
export const domainAgent = [
  domain('getHostname', { python: 'hostname', args: [DomainGetHostnameFlags.AGENT] }),
  domain('interfaceAddresses', {
    python: 'interfaceAddresses',
    args: [DomainInterfaceAddressesSource.AGENT],
    ours: byName,
  }),
  domain('getVcpusFlags', { python: 'vcpusFlags', args: [DomainVcpuFlags.GUEST] }),
];
