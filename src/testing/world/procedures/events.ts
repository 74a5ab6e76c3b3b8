import {
  DomainEventID,
  NetworkEventID,
  NodeDeviceEventID,
  SecretEventID,
  StoragePoolEventID,
} from '../../../api/generated/constants.js';
import type {
  qemu_connect_domain_monitor_event_deregister_args,
  qemu_connect_domain_monitor_event_register_args,
} from '../../../protocol/generated/qemu/index.js';
import { MONITOR, objectKey, type Subject } from '../callbacks.js';
import { report } from '../report.js';
import type { Handlers, Situation } from '../situation.js';

/** What the events of a subject are called in messages, and which there are. */
const EVENTS: Readonly<Record<Exclude<Subject, 'monitor'>, readonly [string, Readonly<Record<string, number>>]>> = {
  dom: ['domain', DomainEventID],
  net: ['network', NetworkEventID],
  pool: ['storage pool', StoragePoolEventID],
  dev: ['node device', NodeDeviceEventID],
  secret: ['secret', SecretEventID],
};

function register(
  { world, client }: Situation,
  subject: Exclude<Subject, 'monitor'>,
  eventID: number,
  object: unknown,
): { callbackID: number } {
  if (!Object.values(EVENTS[subject][1]).includes(eventID)) {
    throw report('VIR_ERR_INTERNAL_ERROR', 'VIR_FROM_RPC', `unsupported event ID ${eventID}`);
  }
  const callbackID = world.callbacks.add(client, subject, eventID, objectKey(object));
  if (callbackID === null) throw report('VIR_ERR_INVALID_ARG', 'VIR_FROM_NONE', 'event callback already tracked');
  return { callbackID };
}

function deregister({ world, client }: Situation, subject: Exclude<Subject, 'monitor'>, callbackID: number): void {
  if (world.callbacks.remove(client, subject, callbackID)) return;
  const what = `${EVENTS[subject][0]} event callback ${callbackID} not registered`;
  throw report('VIR_ERR_INTERNAL_ERROR', 'VIR_FROM_RPC', what);
}

/** How clients say what they want to be told. */
export const EVENT_CALLBACKS: Handlers = {
  CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY: ({ eventID, dom }, here) => register(here, 'dom', eventID, dom),
  CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY: ({ callbackID }, here) => deregister(here, 'dom', callbackID),
  CONNECT_NETWORK_EVENT_REGISTER_ANY: ({ eventID, net }, here) => register(here, 'net', eventID, net),
  CONNECT_NETWORK_EVENT_DEREGISTER_ANY: ({ callbackID }, here) => deregister(here, 'net', callbackID),
  CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY: ({ eventID, pool }, here) => register(here, 'pool', eventID, pool),
  CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY: ({ callbackID }, here) => deregister(here, 'pool', callbackID),
  CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY: ({ eventID, dev }, here) => register(here, 'dev', eventID, dev),
  CONNECT_NODE_DEVICE_EVENT_DEREGISTER_ANY: ({ callbackID }, here) => deregister(here, 'dev', callbackID),
  CONNECT_SECRET_EVENT_REGISTER_ANY: ({ eventID, secret }, here) => register(here, 'secret', eventID, secret),
  CONNECT_SECRET_EVENT_DEREGISTER_ANY: ({ callbackID }, here) => deregister(here, 'secret', callbackID),
};

/** The same of the events of guests' monitors, in the program `qemu`. Which of them are wanted is not looked at. */
export const MONITOR_CALLBACKS = {
  CONNECT_DOMAIN_MONITOR_EVENT_REGISTER: (
    { dom }: qemu_connect_domain_monitor_event_register_args,
    { world, client }: Situation,
  ): object => ({ callbackID: world.callbacks.add(client, 'monitor', MONITOR, objectKey(dom)) }),
  CONNECT_DOMAIN_MONITOR_EVENT_DEREGISTER: (
    { callbackID }: qemu_connect_domain_monitor_event_deregister_args,
    { world, client }: Situation,
  ): void => {
    if (world.callbacks.remove(client, 'monitor', callbackID)) return;
    const what = `qemu monitor event callback ${callbackID} not registered`;
    throw report('VIR_ERR_INTERNAL_ERROR', 'VIR_FROM_RPC', what);
  },
};
