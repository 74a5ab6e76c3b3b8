import type { DomainEventID } from '../../generated/constants.js';
import type { EventKind } from '../kind.js';
import { type DomainDeviceEvents, domainDeviceKinds } from './devices.js';
import { type DomainDiskEvents, domainDiskKinds } from './disks.js';
import { type DomainGuestEvents, domainGuestKinds } from './guest.js';
import { type DomainJobEvents, domainJobKinds } from './jobs.js';
import { type DomainLifeEvents, domainLifeKinds } from './life.js';
import { type DomainPowerEvents, domainPowerKinds } from './power.js';

/** The events of domains, by their kind. */
export interface DomainEvents
  extends DomainLifeEvents,
    DomainPowerEvents,
    DomainDiskEvents,
    DomainDeviceEvents,
    DomainGuestEvents,
    DomainJobEvents {}

export type DomainEventKind = keyof DomainEvents;

/** Any event of a domain: its `kind` says which. */
export type DomainEvent = DomainEvents[DomainEventKind];

/** The events of domains, by what C calls them. */
export interface DomainEventsByID {
  readonly [DomainEventID.LIFECYCLE]: DomainEvents['lifecycle'];
  readonly [DomainEventID.REBOOT]: DomainEvents['reboot'];
  readonly [DomainEventID.RTC_CHANGE]: DomainEvents['rtcChange'];
  readonly [DomainEventID.WATCHDOG]: DomainEvents['watchdog'];
  readonly [DomainEventID.IO_ERROR]: DomainEvents['ioError'];
  readonly [DomainEventID.GRAPHICS]: DomainEvents['graphics'];
  readonly [DomainEventID.IO_ERROR_REASON]: DomainEvents['ioErrorReason'];
  readonly [DomainEventID.CONTROL_ERROR]: DomainEvents['controlError'];
  readonly [DomainEventID.BLOCK_JOB]: DomainEvents['blockJob'];
  readonly [DomainEventID.DISK_CHANGE]: DomainEvents['diskChange'];
  readonly [DomainEventID.TRAY_CHANGE]: DomainEvents['trayChange'];
  readonly [DomainEventID.PMWAKEUP]: DomainEvents['pmWakeup'];
  readonly [DomainEventID.PMSUSPEND]: DomainEvents['pmSuspend'];
  readonly [DomainEventID.BALLOON_CHANGE]: DomainEvents['balloonChange'];
  readonly [DomainEventID.PMSUSPEND_DISK]: DomainEvents['pmSuspendDisk'];
  readonly [DomainEventID.DEVICE_REMOVED]: DomainEvents['deviceRemoved'];
  readonly [DomainEventID.BLOCK_JOB_2]: DomainEvents['blockJob2'];
  readonly [DomainEventID.TUNABLE]: DomainEvents['tunable'];
  readonly [DomainEventID.AGENT_LIFECYCLE]: DomainEvents['agentLifecycle'];
  readonly [DomainEventID.DEVICE_ADDED]: DomainEvents['deviceAdded'];
  readonly [DomainEventID.MIGRATION_ITERATION]: DomainEvents['migrationIteration'];
  readonly [DomainEventID.JOB_COMPLETED]: DomainEvents['jobCompleted'];
  readonly [DomainEventID.DEVICE_REMOVAL_FAILED]: DomainEvents['deviceRemovalFailed'];
  readonly [DomainEventID.METADATA_CHANGE]: DomainEvents['metadataChange'];
  readonly [DomainEventID.BLOCK_THRESHOLD]: DomainEvents['blockThreshold'];
  readonly [DomainEventID.MEMORY_FAILURE]: DomainEvents['memoryFailure'];
  readonly [DomainEventID.MEMORY_DEVICE_SIZE_CHANGE]: DomainEvents['memoryDeviceSizeChange'];
  readonly [DomainEventID.NIC_MAC_CHANGE]: DomainEvents['nicMacChange'];
  readonly [DomainEventID.VCPU_REMOVED]: DomainEvents['vcpuRemoved'];
  readonly [DomainEventID.CHANNEL_LIFECYCLE]: DomainEvents['channelLifecycle'];
}

export const domainKinds: { readonly [Kind in DomainEventKind]: EventKind<DomainEvents[Kind]> } = {
  ...domainLifeKinds,
  ...domainPowerKinds,
  ...domainDiskKinds,
  ...domainDeviceKinds,
  ...domainGuestKinds,
  ...domainJobKinds,
};
