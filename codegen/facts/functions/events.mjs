// @ts-check

/** @typedef {import('./index.mjs').FunctionFacts} FunctionFacts */

const OF_ALL = 'null: of all';
const CALLBACK = 'called with each event; what it throws is an uncaught exception';
const ID = 'what the registration returned';
const RETURNS = 'the number to deregister it by';

/**
 * Having events told, and no more.
 *
 * @type {Record<string, FunctionFacts>}
 */
export const FUNCTIONS = {
  virConnectDomainEventRegister: {
    summary: "Has a function called with each event in a domain's life: its start, its end and so on.",
    params: { cb: CALLBACK },
  },
  virConnectDomainEventDeregister: {
    summary: 'Undoes `domainEventRegister`.',
    params: { cb: 'the function that was registered' },
  },
  virConnectDomainEventRegisterAny: {
    summary: 'Has a function called with each event of a kind, of one domain or of all.',
    params: { dom: OF_ALL, cb: CALLBACK },
    enums: { eventID: 'DomainEventID' },
    returns: RETURNS,
  },
  virConnectDomainEventDeregisterAny: { summary: 'Undoes `domainEventRegisterAny`.', params: { callbackID: ID } },
  virConnectNetworkEventRegisterAny: {
    summary: 'Has a function called with each event of a kind, of one network or of all.',
    params: { net: OF_ALL, cb: CALLBACK },
    enums: { eventID: 'NetworkEventID' },
    returns: RETURNS,
  },
  virConnectNetworkEventDeregisterAny: { summary: 'Undoes `networkEventRegisterAny`.', params: { callbackID: ID } },
  virConnectStoragePoolEventRegisterAny: {
    summary: 'Has a function called with each event of a kind, of one storage pool or of all.',
    params: { pool: OF_ALL, cb: CALLBACK },
    enums: { eventID: 'StoragePoolEventID' },
    returns: RETURNS,
  },
  virConnectStoragePoolEventDeregisterAny: {
    summary: 'Undoes `storagePoolEventRegisterAny`.',
    params: { callbackID: ID },
  },
  virConnectNodeDeviceEventRegisterAny: {
    summary: 'Has a function called with each event of a kind, of one node device or of all.',
    params: { dev: OF_ALL, cb: CALLBACK },
    enums: { eventID: 'NodeDeviceEventID' },
    returns: RETURNS,
  },
  virConnectNodeDeviceEventDeregisterAny: {
    summary: 'Undoes `nodeDeviceEventRegisterAny`.',
    params: { callbackID: ID },
  },
  virConnectSecretEventRegisterAny: {
    summary: 'Has a function called with each event of a kind, of one secret or of all.',
    params: { secret: OF_ALL, cb: CALLBACK },
    enums: { eventID: 'SecretEventID' },
    returns: RETURNS,
  },
  virConnectSecretEventDeregisterAny: { summary: 'Undoes `secretEventRegisterAny`.', params: { callbackID: ID } },
  virConnectRegisterCloseCallback: {
    summary: 'Has a function called when the connection is over.',
    params: { cb: 'called once, with the reason' },
  },
  virConnectUnregisterCloseCallback: {
    summary: 'Undoes `registerCloseCallback`.',
    params: { cb: 'the function that was registered' },
  },
  virConnectDomainQemuMonitorEventRegister: {
    summary: "Has a function called with what a guest's qemu tells on its monitor.",
    params: {
      dom: OF_ALL,
      event: "its name, such as `'SHUTDOWN'`, or a pattern with `REGEX`; null: every event",
      cb: CALLBACK,
    },
    flags: 'ConnectDomainQemuMonitorEventRegisterFlags',
    returns: RETURNS,
    driver: 'qemu',
  },
  virConnectDomainQemuMonitorEventDeregister: {
    summary: 'Undoes `domainQemuMonitorEventRegister`.',
    params: { callbackID: ID },
    driver: 'qemu',
  },
};
