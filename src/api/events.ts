/** The types of events, and of what iterates them. */

export type { NodeDeviceEventOptions, StoragePoolEventOptions } from './connection/device-events.js';
export type { DomainEventOptions } from './connection/domain-events.js';
export type { NetworkEventOptions, SecretEventOptions } from './connection/network-events.js';
export type { QemuMonitorEventOptions } from './connection/qemu-events.js';
export type * from './events/domain/devices.js';
export type * from './events/domain/disks.js';
export type { DomainEventBase } from './events/domain/event.js';
export type * from './events/domain/guest.js';
export type * from './events/domain/jobs.js';
export type { DomainEvent, DomainEventKind, DomainEvents, DomainEventsByID } from './events/domain/kinds.js';
export type * from './events/domain/life.js';
export type * from './events/domain/power.js';
export type { EventIterator } from './events/iterator.js';
export type * from './events/network.js';
export type * from './events/node-device.js';
export type { EventOptions } from './events/options.js';
export type { QemuMonitorEvent } from './events/qemu-monitor.js';
export type * from './events/secret.js';
export type * from './events/storage-pool.js';
