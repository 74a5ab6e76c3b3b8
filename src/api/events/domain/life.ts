import { procedures } from '../../../protocol/generated/remote/index.js';
import {
  type DomainEventCrashedDetailType,
  type DomainEventDefinedDetailType,
  DomainEventID,
  type DomainEventPMSuspendedDetailType,
  type DomainEventResumedDetailType,
  type DomainEventShutdownDetailType,
  type DomainEventStartedDetailType,
  type DomainEventStoppedDetailType,
  type DomainEventSuspendedDetailType,
  type DomainEventType,
  type DomainEventUndefinedDetailType,
  type DomainEventWatchdogAction,
  type DomainMetadataType,
} from '../../generated/constants.js';
import { type EventKind, eventKind } from '../kind.js';
import type { DomainEventBase } from './event.js';

/** The type of a lifecycle event's `detail`, by its `event`. */
export interface DomainLifecycleDetails {
  readonly [DomainEventType.DEFINED]: DomainEventDefinedDetailType;
  readonly [DomainEventType.UNDEFINED]: DomainEventUndefinedDetailType;
  readonly [DomainEventType.STARTED]: DomainEventStartedDetailType;
  readonly [DomainEventType.SUSPENDED]: DomainEventSuspendedDetailType;
  readonly [DomainEventType.RESUMED]: DomainEventResumedDetailType;
  readonly [DomainEventType.STOPPED]: DomainEventStoppedDetailType;
  readonly [DomainEventType.SHUTDOWN]: DomainEventShutdownDetailType;
  readonly [DomainEventType.PMSUSPENDED]: DomainEventPMSuspendedDetailType;
  readonly [DomainEventType.CRASHED]: DomainEventCrashedDetailType;
}

/**
 * A domain was defined, started, stopped, …: `event` says which, and `detail` why.
 *
 * C: [virConnectDomainEventCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventCallback)
 */
export type DomainLifecycleEvent = {
  readonly [Event in keyof DomainLifecycleDetails]: DomainEventBase<'lifecycle'> & {
    readonly event: Event;
    readonly detail: DomainLifecycleDetails[Event];
  };
}[keyof DomainLifecycleDetails];

/** The guest rebooted, or was reset. */
export type DomainRebootEvent = DomainEventBase<'reboot'>;

/**
 * The guest set its clock.
 *
 * C: [virConnectDomainEventRTCChangeCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventRTCChangeCallback)
 */
export interface DomainRTCChangeEvent extends DomainEventBase<'rtcChange'> {
  /** Seconds by which the guest's clock is ahead of UTC. */
  readonly utcoffset: bigint;
}

/**
 * The guest's watchdog expired.
 *
 * C: [virConnectDomainEventWatchdogCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventWatchdogCallback)
 */
export interface DomainWatchdogEvent extends DomainEventBase<'watchdog'> {
  /** What is done about it. */
  readonly action: DomainEventWatchdogAction;
}

/** The daemon can no longer control the domain: its monitor is broken. */
export type DomainControlErrorEvent = DomainEventBase<'controlError'>;

/**
 * The domain's metadata changed.
 *
 * C: [virConnectDomainEventMetadataChangeCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventMetadataChangeCallback)
 */
export interface DomainMetadataChangeEvent extends DomainEventBase<'metadataChange'> {
  readonly type: DomainMetadataType;
  /** The XML namespace of the element; `null` unless `type` is `ELEMENT`. */
  readonly nsuri: string | null;
}

export interface DomainLifeEvents {
  readonly lifecycle: DomainLifecycleEvent;
  readonly reboot: DomainRebootEvent;
  readonly rtcChange: DomainRTCChangeEvent;
  readonly watchdog: DomainWatchdogEvent;
  readonly controlError: DomainControlErrorEvent;
  readonly metadataChange: DomainMetadataChangeEvent;
}

export const domainLifeKinds: { readonly [Kind in keyof DomainLifeEvents]: EventKind<DomainLifeEvents[Kind]> } = {
  lifecycle: eventKind(
    DomainEventID.LIFECYCLE,
    procedures.DOMAIN_EVENT_CALLBACK_LIFECYCLE,
    (objects, { msg: { dom, event, detail } }) =>
      ({ kind: 'lifecycle', domain: objects.domain(dom), event, detail }) as DomainLifecycleEvent,
  ),
  reboot: eventKind(DomainEventID.REBOOT, procedures.DOMAIN_EVENT_CALLBACK_REBOOT, (objects, { msg }) => ({
    kind: 'reboot',
    domain: objects.domain(msg.dom),
  })),
  rtcChange: eventKind(DomainEventID.RTC_CHANGE, procedures.DOMAIN_EVENT_CALLBACK_RTC_CHANGE, (objects, { msg }) => ({
    kind: 'rtcChange',
    domain: objects.domain(msg.dom),
    utcoffset: msg.offset,
  })),
  watchdog: eventKind(DomainEventID.WATCHDOG, procedures.DOMAIN_EVENT_CALLBACK_WATCHDOG, (objects, { msg }) => ({
    kind: 'watchdog',
    domain: objects.domain(msg.dom),
    action: msg.action as DomainEventWatchdogAction,
  })),
  controlError: eventKind(
    DomainEventID.CONTROL_ERROR,
    procedures.DOMAIN_EVENT_CALLBACK_CONTROL_ERROR,
    (objects, { msg }) => ({ kind: 'controlError', domain: objects.domain(msg.dom) }),
  ),
  metadataChange: eventKind(
    DomainEventID.METADATA_CHANGE,
    procedures.DOMAIN_EVENT_CALLBACK_METADATA_CHANGE,
    (objects, { dom, type, nsuri }) => ({
      kind: 'metadataChange',
      domain: objects.domain(dom),
      type: type as DomainMetadataType,
      nsuri,
    }),
  ),
};
