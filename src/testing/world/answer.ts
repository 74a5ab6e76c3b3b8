import { type Outcome, replyOf } from '../outcome.js';
import { ASK } from './procedures/ask.js';
import { CONNECTION } from './procedures/connection.js';
import { EVENT_CALLBACKS, MONITOR_CALLBACKS } from './procedures/events.js';
import { FIND } from './procedures/find.js';
import { LIFE } from './procedures/life.js';
import { report } from './report.js';
import type { Situation } from './situation.js';

type AnyHandler = (args: unknown, situation: Situation) => unknown;

const HANDLERS = {
  remote: { ...CONNECTION, ...FIND, ...ASK, ...LIFE, ...EVENT_CALLBACKS },
  qemu: MONITOR_CALLBACKS,
} as Readonly<Record<string, Readonly<Record<string, AnyHandler>>>>;

/** What a read-only connection is denied, as the functions of the C API are called. */
const WRITES: Readonly<Record<string, string>> = {
  DOMAIN_DEFINE_XML: 'virDomainDefineXML',
  DOMAIN_DEFINE_XML_FLAGS: 'virDomainDefineXMLFlags',
  DOMAIN_UNDEFINE: 'virDomainUndefine',
  DOMAIN_UNDEFINE_FLAGS: 'virDomainUndefineFlags',
  DOMAIN_CREATE: 'virDomainCreate',
  DOMAIN_CREATE_WITH_FLAGS: 'virDomainCreateWithFlags',
  DOMAIN_CREATE_WITH_FILES: 'virDomainCreateWithFiles',
  DOMAIN_CREATE_XML: 'virDomainCreateXML',
  DOMAIN_CREATE_XML_WITH_FILES: 'virDomainCreateXMLWithFiles',
  DOMAIN_DESTROY: 'virDomainDestroy',
  DOMAIN_DESTROY_FLAGS: 'virDomainDestroyFlags',
  DOMAIN_SHUTDOWN: 'virDomainShutdown',
  DOMAIN_SHUTDOWN_FLAGS: 'virDomainShutdownFlags',
  DOMAIN_SUSPEND: 'virDomainSuspend',
  DOMAIN_RESUME: 'virDomainResume',
  DOMAIN_REBOOT: 'virDomainReboot',
  DOMAIN_RESET: 'virDomainReset',
  DOMAIN_SET_AUTOSTART: 'virDomainSetAutostart',
};

/**
 * What the world answers a call with; `null` where it knows nothing of such calls.
 *
 * @throws Failure where an error is the answer
 */
export function answer(situation: Situation): Outcome | null {
  const { call, client } = situation;
  const handler = HANDLERS[call.program]?.[call.procedure];
  if (handler === undefined) return null;
  const fn = WRITES[call.procedure];
  if (client.readOnly && fn !== undefined) {
    throw report('VIR_ERR_OPERATION_DENIED', 'VIR_FROM_DOMAIN', `read only access prevents ${fn}`);
  }
  return replyOf(handler(call.args, situation));
}
