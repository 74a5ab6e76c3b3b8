import { report } from '../report.js';
import type { Dialect, Named } from './dialect.js';

const DRIVER = 'VIR_FROM_TEST';

const internal = (detail: string) => report('VIR_ERR_INTERNAL_ERROR', DRIVER, detail);
const notPaused = ({ name }: Named) => internal(`domain '${name}' not paused`);
const notRunning = ({ name }: Named) => internal(`domain '${name}' not running`);

/** libvirt's own test driver. */
export const TEST: Dialect = {
  type: 'TEST',
  errorDomain: DRIVER,
  hypervisorVersion: 2n,
  features: [8, 9, 10, 14, 15, 16],
  flags: {
    define: { fn: 'testDomainDefineXMLFlags', known: 0x1 },
    create: { fn: 'testDomainCreateWithFlags', known: 0 },
    createXML: { fn: 'testDomainCreateXML', known: 0x10 },
    destroy: { fn: 'testDomainDestroyFlags', known: 0x1 },
    shutdown: { fn: 'testDomainShutdownFlags', known: 0 },
    undefine: { fn: 'testDomainUndefineFlags', known: 0x3 },
    getState: { fn: 'testDomainGetState', known: 0 },
    getXMLDesc: { fn: 'testDomainGetXMLDesc', known: 0xb },
    reboot: { fn: 'testDomainReboot', known: 0x1f },
    reset: { fn: 'testDomainReset', known: 0 },
    listAll: { fn: 'testConnectListAllDomains', known: 0xffff },
  },
  takesFiles: true,
  canReset: true,
  onStart: [[2, 0]],
  onDestroy: [[5, 1]],
  onShutdown: [[5, 0]],
  forgetsAutostart: false,
  tellsOldId: true,
  osType: 'linux',
  notFound: () => report('VIR_ERR_NO_DOMAIN', DRIVER, null),
  alreadyRunning: ({ name }) => internal(`Domain '${name}' is already running`),
  notRunning: (operation, domain) => {
    if (operation === 'resume') return notPaused(domain);
    if (operation === 'suspend' || operation === 'shutdown') return notRunning(domain);
    return report('VIR_ERR_OPERATION_INVALID', 'VIR_FROM_DOMAIN', 'domain is not running');
  },
  alreadyPaused: notRunning,
  notPaused,
  shutsDownPaused: true,
  transient: () => null,
};
