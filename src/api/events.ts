/** The types of events, and of what iterates them. */

export type { NodeDeviceEventOptions, StoragePoolEventOptions } from './connection/device-events.js';
export type { DomainEventOptions } from './connection/domain-events.js';
export type { NetworkEventOptions, SecretEventOptions } from './connection/network-events.js';
export type { QemuMonitorEventOptions } from './connection/qemu-events.js';
export type {
  DomainDeviceAddedEvent,
  DomainDeviceEvents,
  DomainDeviceRemovalFailedEvent,
  DomainDeviceRemovedEvent,
  DomainEventGraphicsAddress,
  DomainEventGraphicsIdentity,
  DomainGraphicsEvent,
  DomainNicMacChangeEvent,
  DomainVcpuRemovedEvent,
} from './events/domain/devices.js';
export type {
  DomainBlockJob2Event,
  DomainBlockJobEvent,
  DomainBlockThresholdEvent,
  DomainDiskChangeEvent,
  DomainDiskEvents,
  DomainIOErrorEvent,
  DomainIOErrorReasonEvent,
  DomainTrayChangeEvent,
} from './events/domain/disks.js';
export type { DomainEventBase } from './events/domain/event.js';
export type {
  DomainAgentLifecycleEvent,
  DomainBalloonChangeEvent,
  DomainChannelLifecycleEvent,
  DomainGuestEvents,
  DomainMemoryDeviceSizeChangeEvent,
  DomainMemoryFailureEvent,
} from './events/domain/guest.js';
export type {
  DomainJobCompletedEvent,
  DomainJobEvents,
  DomainMigrationIterationEvent,
  DomainTunableEvent,
} from './events/domain/jobs.js';
export type { DomainEvent, DomainEventKind, DomainEvents, DomainEventsByID } from './events/domain/kinds.js';
export type {
  DomainControlErrorEvent,
  DomainLifecycleDetails,
  DomainLifecycleEvent,
  DomainLifeEvents,
  DomainMetadataChangeEvent,
  DomainRebootEvent,
  DomainRTCChangeEvent,
  DomainWatchdogEvent,
} from './events/domain/life.js';
export type {
  DomainPMSuspendDiskEvent,
  DomainPMSuspendEvent,
  DomainPMWakeupEvent,
  DomainPowerEvents,
} from './events/domain/power.js';
export type { EventCallbackOptions, EventGap, EventOrGap } from './events/gap.js';
export type { EventIterator } from './events/iterator.js';
export type {
  NetworkEvent,
  NetworkEventBase,
  NetworkEventKind,
  NetworkEvents,
  NetworkEventsByID,
  NetworkLifecycleEvent,
  NetworkMetadataChangeEvent,
} from './events/network.js';
export type {
  NodeDeviceEvent,
  NodeDeviceEventBase,
  NodeDeviceEventKind,
  NodeDeviceEvents,
  NodeDeviceEventsByID,
  NodeDeviceLifecycleEvent,
  NodeDeviceUpdateEvent,
} from './events/node-device.js';
export type { EventOptions } from './events/options.js';
export type { QemuMonitorEvent } from './events/qemu-monitor.js';
export type {
  SecretEvent,
  SecretEventBase,
  SecretEventKind,
  SecretEvents,
  SecretEventsByID,
  SecretLifecycleEvent,
  SecretValueChangedEvent,
} from './events/secret.js';
export type {
  StoragePoolEvent,
  StoragePoolEventBase,
  StoragePoolEventKind,
  StoragePoolEvents,
  StoragePoolEventsByID,
  StoragePoolLifecycleEvent,
  StoragePoolRefreshEvent,
} from './events/storage-pool.js';
