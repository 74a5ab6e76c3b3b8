import { procedures } from '../../protocol/generated/remote/index.js';
import { StoragePoolEventID, type StoragePoolEventLifecycleType } from '../generated/constants.js';
import type { StoragePool } from '../storage-pool.js';
import { type EventKind, eventKind } from './kind.js';

/** What every event of a storage pool has. */
export interface StoragePoolEventBase<Kind extends string> {
  /** Which kind of event it is: the other fields follow from it. */
  readonly kind: Kind;
  /** The storage pool that it happened to. */
  readonly pool: StoragePool;
}

/**
 * A storage pool was defined, undefined, started, stopped, created or deleted.
 *
 * C: [virConnectStoragePoolEventLifecycleCallback](https://libvirt.org/html/libvirt-libvirt-storage.html#virConnectStoragePoolEventLifecycleCallback)
 */
export interface StoragePoolLifecycleEvent extends StoragePoolEventBase<'lifecycle'> {
  readonly event: StoragePoolEventLifecycleType;
  /** No details are defined: 0. */
  readonly detail: number;
}

/** A storage pool's volumes were looked for anew. */
export type StoragePoolRefreshEvent = StoragePoolEventBase<'refresh'>;

/** The events of storage pools, by their kind. */
export interface StoragePoolEvents {
  readonly lifecycle: StoragePoolLifecycleEvent;
  readonly refresh: StoragePoolRefreshEvent;
}

export type StoragePoolEventKind = keyof StoragePoolEvents;

/** Any event of a storage pool: its `kind` says which. */
export type StoragePoolEvent = StoragePoolEvents[StoragePoolEventKind];

/** The events of storage pools, by what C calls them. */
export interface StoragePoolEventsByID {
  readonly [StoragePoolEventID.LIFECYCLE]: StoragePoolLifecycleEvent;
  readonly [StoragePoolEventID.REFRESH]: StoragePoolRefreshEvent;
}

export const storagePoolKinds: { readonly [Kind in StoragePoolEventKind]: EventKind<StoragePoolEvents[Kind]> } = {
  lifecycle: eventKind(
    StoragePoolEventID.LIFECYCLE,
    procedures.STORAGE_POOL_EVENT_LIFECYCLE,
    (objects, { pool, event, detail }) => ({
      kind: 'lifecycle',
      pool: objects.storagePool(pool),
      event: event as StoragePoolEventLifecycleType,
      detail,
    }),
  ),
  refresh: eventKind(StoragePoolEventID.REFRESH, procedures.STORAGE_POOL_EVENT_REFRESH, (objects, { pool }) => ({
    kind: 'refresh',
    pool: objects.storagePool(pool),
  })),
};
