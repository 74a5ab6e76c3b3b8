import type { CallOptions } from '../../rpc/options.js';
import { nodeDeviceFamily, storagePoolFamily } from '../events/families.js';
import type { EventCallbackOptions, EventOrGap } from '../events/gap.js';
import type { EventIterator } from '../events/iterator.js';
import type { NodeDeviceEventKind, NodeDeviceEvents, NodeDeviceEventsByID } from '../events/node-device.js';
import type { EventOptions } from '../events/options.js';
import type { StoragePoolEventKind, StoragePoolEvents, StoragePoolEventsByID } from '../events/storage-pool.js';
import type { NodeDeviceEventID, StoragePoolEventID } from '../generated/constants.js';
import type { NodeDevice } from '../node-device.js';
import type { StoragePool } from '../storage-pool.js';
import { eventsOf } from './domain-events.js';
import { ConnectionNetworkEvents } from './network-events.js';

/** How events of storage pools are iterated. */
export interface StoragePoolEventOptions<Gaps extends boolean = false> extends EventOptions<Gaps> {
  /** The storage pool whose events they are to be. Default: all. */
  readonly pool?: StoragePool | null | undefined;
}

/** How events of the host's devices are iterated. */
export interface NodeDeviceEventOptions<Gaps extends boolean = false> extends EventOptions<Gaps> {
  /** The device whose events they are to be. Default: all. */
  readonly device?: NodeDevice | null | undefined;
}

/** The events of storage pools and of the host's devices. */
export class ConnectionDeviceEvents extends ConnectionNetworkEvents {
  /**
   * What happens to storage pools, as it happens: like `domainEvents`.
   *
   * @param kind one kind or some, as `StoragePoolEvents` names them. Default: all that the daemon knows
   * @throws TypeError, RangeError
   */
  storagePoolEvents<Kind extends StoragePoolEventKind = StoragePoolEventKind, Gaps extends boolean = false>(
    kind?: Kind | readonly Kind[],
    options: StoragePoolEventOptions<Gaps> = {},
  ): EventIterator<EventOrGap<StoragePoolEvents[Kind], Gaps>> {
    return eventsOf(this).iterate(storagePoolFamily, kind, 'pool', options.pool, options);
  }

  /**
   * Has a function called with each event of a kind, while it arrives. What the function throws is an uncaught
   * exception.
   *
   * C: [virConnectStoragePoolEventRegisterAny](https://libvirt.org/html/libvirt-libvirt-storage.html#virConnectStoragePoolEventRegisterAny)
   *
   * @param pool the storage pool whose events they are to be; `null`: all
   * @returns the callback's id, for `storagePoolEventDeregisterAny`
   * @throws TypeError, RangeError
   * @since libvirt 2.0.0
   */
  async storagePoolEventRegisterAny<ID extends StoragePoolEventID>(
    pool: StoragePool | null,
    eventID: ID,
    callback: (event: StoragePoolEventsByID[ID]) => void,
    options?: EventCallbackOptions,
  ): Promise<number> {
    return await eventsOf(this).register(storagePoolFamily, 'pool', pool, eventID, callback, options);
  }

  /**
   * Undoes `storagePoolEventRegisterAny`: the function is not called any more, from now on.
   *
   * C: [virConnectStoragePoolEventDeregisterAny](https://libvirt.org/html/libvirt-libvirt-storage.html#virConnectStoragePoolEventDeregisterAny)
   *
   * @param callbackID what it returned
   * @throws TypeError where there is no such callback
   * @since libvirt 2.0.0
   */
  async storagePoolEventDeregisterAny(callbackID: number, options?: CallOptions): Promise<void> {
    await eventsOf(this).callbacks.deregister(storagePoolFamily, callbackID, options);
  }

  /**
   * What happens to the host's devices, as it happens: like `domainEvents`.
   *
   * @param kind one kind or some, as `NodeDeviceEvents` names them. Default: all that the daemon knows
   * @throws TypeError, RangeError
   */
  nodeDeviceEvents<Kind extends NodeDeviceEventKind = NodeDeviceEventKind, Gaps extends boolean = false>(
    kind?: Kind | readonly Kind[],
    options: NodeDeviceEventOptions<Gaps> = {},
  ): EventIterator<EventOrGap<NodeDeviceEvents[Kind], Gaps>> {
    return eventsOf(this).iterate(nodeDeviceFamily, kind, 'device', options.device, options);
  }

  /**
   * Has a function called with each event of a kind, while it arrives. What the function throws is an uncaught
   * exception.
   *
   * C: [virConnectNodeDeviceEventRegisterAny](https://libvirt.org/html/libvirt-libvirt-nodedev.html#virConnectNodeDeviceEventRegisterAny)
   *
   * @param dev the device whose events they are to be; `null`: all
   * @returns the callback's id, for `nodeDeviceEventDeregisterAny`
   * @throws TypeError, RangeError
   * @since libvirt 2.2.0
   */
  async nodeDeviceEventRegisterAny<ID extends NodeDeviceEventID>(
    dev: NodeDevice | null,
    eventID: ID,
    callback: (event: NodeDeviceEventsByID[ID]) => void,
    options?: EventCallbackOptions,
  ): Promise<number> {
    return await eventsOf(this).register(nodeDeviceFamily, 'dev', dev, eventID, callback, options);
  }

  /**
   * Undoes `nodeDeviceEventRegisterAny`: the function is not called any more, from now on.
   *
   * C: [virConnectNodeDeviceEventDeregisterAny](https://libvirt.org/html/libvirt-libvirt-nodedev.html#virConnectNodeDeviceEventDeregisterAny)
   *
   * @param callbackID what it returned
   * @throws TypeError where there is no such callback
   * @since libvirt 2.2.0
   */
  async nodeDeviceEventDeregisterAny(callbackID: number, options?: CallOptions): Promise<void> {
    await eventsOf(this).callbacks.deregister(nodeDeviceFamily, callbackID, options);
  }
}
