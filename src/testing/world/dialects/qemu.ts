import { report } from '../report.js';
import type { Dialect } from './dialect.js';

/** The driver for qemu and KVM; and what the world makes of a driver that it knows nothing particular of. */
export function qemuLike(type: string, errorDomain: string, prefix: string): Dialect {
  const invalid = (detail: string, domain = errorDomain) => report('VIR_ERR_OPERATION_INVALID', domain, detail);
  return {
    type,
    errorDomain,
    hypervisorVersion: 7_002_000n,
    features: [3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
    flags: {
      define: { fn: `${prefix}DomainDefineXMLFlags`, known: 0x1 },
      create: { fn: `${prefix}DomainCreateWithFlags`, known: 0x2f },
      createXML: { fn: `${prefix}DomainCreateXML`, known: 0x33 },
      destroy: { fn: `${prefix}DomainDestroyFlags`, known: 0x3 },
      shutdown: { fn: `${prefix}DomainShutdownFlags`, known: 0x3 },
      undefine: { fn: `${prefix}DomainUndefineFlags`, known: 0x7f },
      getState: { fn: `${prefix}DomainGetState`, known: 0 },
      getXMLDesc: { fn: `${prefix}DomainGetXMLDesc`, known: 0xf },
      reboot: { fn: `${prefix}DomainReboot`, known: 0x3 },
      reset: { fn: `${prefix}DomainReset`, known: 0 },
      listAll: { fn: `${prefix}ConnectListAllDomains`, known: 0xffff },
    },
    takesFiles: false,
    canReset: true,
    onStart: [
      [4, 0],
      [2, 0],
    ],
    onDestroy: [
      [6, 2],
      [5, 1],
    ],
    onShutdown: [
      [6, 1],
      [5, 0],
    ],
    forgetsAutostart: true,
    tellsOldId: false,
    osType: null,
    notFound: (by, value) =>
      report('VIR_ERR_NO_DOMAIN', errorDomain, `no domain with matching ${by} ${by === 'id' ? value : `'${value}'`}`),
    alreadyRunning: () => invalid('domain is already running'),
    notRunning: (operation) =>
      invalid('domain is not running', operation === 'shutdown' ? errorDomain : 'VIR_FROM_DOMAIN'),
    alreadyPaused: () => null,
    notPaused: () => invalid('domain is already running'),
    shutsDownPaused: false,
    transient: (operation) =>
      invalid(
        operation === 'undefine' ? 'cannot undefine transient domain' : 'cannot set autostart for transient domain',
      ),
  };
}
