import { DomainRunningReason, DomainShutoffReason } from '../../../api/generated/constants.js';
import type { remote_nonnull_domain } from '../../../protocol/generated/remote/index.js';
import type { FlaggedFunction, Operation } from '../dialects/dialect.js';
import { factsOf, type TestDomain, wireDomain } from '../domain.js';
import { checkFlags, report } from '../report.js';
import type { Handlers, Situation } from '../situation.js';

interface Of {
  readonly dom: remote_nonnull_domain;
}

/** @throws Failure where the driver does not take these flags for this */
function check({ world: { dialect } }: Situation, name: FlaggedFunction, flags: number): void {
  const { fn, known } = dialect.flags[name];
  checkFlags(dialect.errorDomain, fn, flags, known);
}

/** The domain that is meant, which runs. @throws Failure */
function running({ world }: Situation, dom: remote_nonnull_domain, operation: Operation): TestDomain {
  const domain = world.find(dom);
  if (!domain.running) throw world.dialect.notRunning(operation, domain);
  return domain;
}

/** @throws Failure where the driver starts no domain with files */
function checkFiles({ world: { dialect } }: Situation, fn: string): void {
  if (!dialect.takesFiles) throw report('VIR_ERR_NO_SUPPORT', 'VIR_FROM_DOMAIN', fn);
}

/** Starts what is defined, with the descriptors that came with the call. */
function start({ dom, flags }: Of & { readonly flags: number }, situation: Situation): { dom: remote_nonnull_domain } {
  const { world, client, call } = situation;
  check(situation, 'create', flags);
  const domain = world.find(dom);
  if (domain.running) throw world.dialect.alreadyRunning(domain);
  world.start(domain, { flags, client, takeFds: () => call.keepFds() });
  return { dom: wireDomain(domain) };
}

function createXML(
  { xml_desc, flags }: { readonly xml_desc: string; readonly flags: number },
  situation: Situation,
): { dom: remote_nonnull_domain } {
  const { world, client, call } = situation;
  check(situation, 'createXML', flags);
  return { dom: wireDomain(world.create(xml_desc, { flags, client, takeFds: () => call.keepFds() })) };
}

function define(xml: string, flags: number, situation: Situation): { dom: remote_nonnull_domain } {
  check(situation, 'define', flags);
  return { dom: wireDomain(situation.world.define(xml)) };
}

function undefine(dom: remote_nonnull_domain, flags: number, situation: Situation): void {
  const { world } = situation;
  check(situation, 'undefine', flags);
  const domain = world.find(dom);
  const failure = domain.persistent ? null : world.dialect.transient('undefine');
  if (failure !== null) throw failure;
  world.undefine(domain);
}

function destroy(dom: remote_nonnull_domain, flags: number, situation: Situation): void {
  const { world } = situation;
  check(situation, 'destroy', flags);
  world.stop(running(situation, dom, 'destroy'), DomainShutoffReason.DESTROYED, world.dialect.onDestroy);
}

/** The guest does as it is asked, and at once. */
function shutdown(dom: remote_nonnull_domain, flags: number, situation: Situation): void {
  const { world } = situation;
  check(situation, 'shutdown', flags);
  const domain = running(situation, dom, 'shutdown');
  if (domain.paused && !world.dialect.shutsDownPaused) throw world.dialect.notRunning('shutdown', domain);
  world.stop(domain, DomainShutoffReason.SHUTDOWN, world.dialect.onShutdown);
}

/** The life of domains, as clients have it. */
export const LIFE: Handlers = {
  DOMAIN_DEFINE_XML: ({ xml }, situation) => define(xml, 0, situation),
  DOMAIN_DEFINE_XML_FLAGS: ({ xml, flags }, situation) => define(xml, flags, situation),
  DOMAIN_UNDEFINE: ({ dom }, situation) => undefine(dom, 0, situation),
  DOMAIN_UNDEFINE_FLAGS: ({ dom, flags }, situation) => undefine(dom, flags, situation),
  DOMAIN_CREATE: ({ dom }, situation) => void start({ dom, flags: 0 }, situation),
  DOMAIN_CREATE_WITH_FLAGS: start,
  DOMAIN_CREATE_WITH_FILES: (args, situation) => {
    checkFiles(situation, 'virDomainCreateWithFiles');
    return start(args, situation);
  },
  DOMAIN_CREATE_XML: createXML,
  DOMAIN_CREATE_XML_WITH_FILES: (args, situation) => {
    checkFiles(situation, 'virDomainCreateXMLWithFiles');
    return createXML(args, situation);
  },
  DOMAIN_DESTROY: ({ dom }, situation) => destroy(dom, 0, situation),
  DOMAIN_DESTROY_FLAGS: ({ dom, flags }, situation) => destroy(dom, flags, situation),
  DOMAIN_SHUTDOWN: ({ dom }, situation) => shutdown(dom, 0, situation),
  DOMAIN_SHUTDOWN_FLAGS: ({ dom, flags }, situation) => shutdown(dom, flags, situation),
  DOMAIN_SUSPEND: ({ dom }, situation) => {
    const { world } = situation;
    const domain = running(situation, dom, 'suspend');
    if (!domain.paused) {
      world.suspend(domain);
      return;
    }
    const failure = world.dialect.alreadyPaused(domain);
    if (failure !== null) throw failure;
  },
  DOMAIN_RESUME: ({ dom }, situation) => {
    const { world } = situation;
    const domain = running(situation, dom, 'resume');
    if (!domain.paused) throw world.dialect.notPaused(domain);
    world.resume(domain);
  },
  DOMAIN_REBOOT: ({ dom, flags }, situation) => {
    check(situation, 'reboot', flags);
    factsOf(running(situation, dom, 'reboot')).reason = DomainRunningReason.BOOTED;
  },
  DOMAIN_RESET: ({ dom, flags }, situation) => {
    if (!situation.world.dialect.canReset) throw report('VIR_ERR_NO_SUPPORT', 'VIR_FROM_DOMAIN', 'virDomainReset');
    check(situation, 'reset', flags);
    running(situation, dom, 'reset');
  },
};
