import { DomainXMLFlags } from '../../../api/generated/constants.js';
import { factsOf } from '../domain.js';
import { checkFlags, report } from '../report.js';
import type { Handlers } from '../situation.js';

/** What is asked of a domain. */
export const ASK: Handlers = {
  DOMAIN_GET_INFO: ({ dom }, { world }) => {
    const domain = world.find(dom);
    const { description, startedAt } = factsOf(domain);
    const { maxMemory: maxMem, memory, vcpus: nrVirtCpu } = description;
    // As if each processor did nothing else.
    const cpuTime = domain.running ? BigInt(Math.round((performance.now() - startedAt) * 1e6)) * BigInt(nrVirtCpu) : 0n;
    return { state: domain.state, maxMem, memory, nrVirtCpu, cpuTime };
  },
  DOMAIN_GET_STATE: ({ dom, flags }, { world }) => {
    const { fn, known } = world.dialect.flags.getState;
    checkFlags(world.dialect.errorDomain, fn, flags, known);
    const { state, reason } = factsOf(world.find(dom));
    return { state, reason };
  },
  DOMAIN_GET_XML_DESC: ({ dom, flags }, { world, client }) => {
    if (client.readOnly && (flags & DomainXMLFlags.SECURE) !== 0) {
      throw report('VIR_ERR_OPERATION_DENIED', 'VIR_FROM_DOMAIN', 'virDomainGetXMLDesc with secure flag');
    }
    const { fn, known } = world.dialect.flags.getXMLDesc;
    checkFlags(world.dialect.errorDomain, fn, flags, known);
    const domain = world.find(dom);
    const { description, next } = factsOf(domain);
    const inactive = (flags & DomainXMLFlags.INACTIVE) !== 0;
    return { xml: inactive ? (next ?? description).xml(domain.uuid, -1) : domain.xml };
  },
  DOMAIN_GET_OS_TYPE: ({ dom }, { world }) => ({
    type: world.dialect.osType ?? factsOf(world.find(dom)).description.osType,
  }),
  DOMAIN_GET_MAX_MEMORY: ({ dom }, { world }) => ({ memory: factsOf(world.find(dom)).description.maxMemory }),
  DOMAIN_GET_AUTOSTART: ({ dom }, { world }) => ({ autostart: world.find(dom).autostart ? 1 : 0 }),
  DOMAIN_SET_AUTOSTART: ({ dom, autostart }, { world }) => {
    const domain = world.find(dom);
    const failure = domain.persistent ? null : world.dialect.transient('autostart');
    if (failure !== null) throw failure;
    factsOf(domain).autostart = autostart !== 0;
  },
};
