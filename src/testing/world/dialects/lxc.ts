import { report } from '../report.js';
import type { Dialect } from './dialect.js';

const DRIVER = 'VIR_FROM_LXC';

const invalid = (detail: string, domain = DRIVER) => report('VIR_ERR_OPERATION_INVALID', domain, detail);

/** The driver for containers. */
export const LXC: Dialect = {
  type: 'LXC',
  errorDomain: DRIVER,
  // The version of the host's kernel.
  hypervisorVersion: 6_001_000n,
  features: [8, 9, 10, 14, 15, 16],
  flags: {
    define: { fn: 'lxcDomainDefineXMLFlags', known: 0x1 },
    create: { fn: 'lxcDomainCreateWithFiles', known: 0x2 },
    createXML: { fn: 'lxcDomainCreateXMLWithFiles', known: 0x12 },
    destroy: { fn: 'lxcDomainDestroyFlags', known: 0 },
    shutdown: { fn: 'lxcDomainShutdownFlags', known: 0xc },
    undefine: { fn: 'lxcDomainUndefineFlags', known: 0 },
    getState: { fn: 'lxcDomainGetState', known: 0 },
    getXMLDesc: { fn: 'lxcDomainGetXMLDesc', known: 0xb },
    reboot: { fn: 'lxcDomainReboot', known: 0xc },
    reset: { fn: 'lxcDomainReset', known: 0 },
    listAll: { fn: 'lxcConnectListAllDomains', known: 0xffff },
  },
  takesFiles: true,
  canReset: false,
  onStart: [[2, 0]],
  onDestroy: [[5, 1]],
  onShutdown: [[5, 0]],
  forgetsAutostart: true,
  tellsOldId: false,
  osType: null,
  notFound: (by, value) =>
    report('VIR_ERR_NO_DOMAIN', DRIVER, `No domain with matching ${by} ${by === 'id' ? value : `'${value}'`}`),
  alreadyRunning: () => invalid('Domain is already running'),
  notRunning: () => invalid('domain is not running', 'VIR_FROM_DOMAIN'),
  alreadyPaused: () => null,
  notPaused: () => invalid('domain is already running'),
  shutsDownPaused: true,
  transient: (operation) =>
    invalid(
      operation === 'undefine' ? 'Cannot undefine transient domain' : 'Cannot set autostart for transient domain',
    ),
};
