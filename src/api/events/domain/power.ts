import { procedures } from '../../../protocol/generated/remote/index.js';
import { DomainEventID } from '../../generated/constants.js';
import { type EventKind, eventKind } from '../kind.js';
import type { DomainEventBase } from './event.js';

/**
 * The guest was woken up.
 *
 * C: [virConnectDomainEventPMWakeupCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventPMWakeupCallback)
 */
export interface DomainPMWakeupEvent extends DomainEventBase<'pmWakeup'> {
  /** No reasons are defined: 0. */
  readonly reason: number;
}

/**
 * The guest was suspended to memory.
 *
 * C: [virConnectDomainEventPMSuspendCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventPMSuspendCallback)
 */
export interface DomainPMSuspendEvent extends DomainEventBase<'pmSuspend'> {
  /** No reasons are defined: 0. */
  readonly reason: number;
}

/**
 * The guest was suspended to disk.
 *
 * C: [virConnectDomainEventPMSuspendDiskCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventPMSuspendDiskCallback)
 */
export interface DomainPMSuspendDiskEvent extends DomainEventBase<'pmSuspendDisk'> {
  /** No reasons are defined: 0. */
  readonly reason: number;
}

export interface DomainPowerEvents {
  readonly pmWakeup: DomainPMWakeupEvent;
  readonly pmSuspend: DomainPMSuspendEvent;
  readonly pmSuspendDisk: DomainPMSuspendDiskEvent;
}

export const domainPowerKinds: { readonly [Kind in keyof DomainPowerEvents]: EventKind<DomainPowerEvents[Kind]> } = {
  pmWakeup: eventKind(
    DomainEventID.PMWAKEUP,
    procedures.DOMAIN_EVENT_CALLBACK_PMWAKEUP,
    (objects, { reason, msg: { dom } }) => ({ kind: 'pmWakeup', domain: objects.domain(dom), reason }),
  ),
  pmSuspend: eventKind(
    DomainEventID.PMSUSPEND,
    procedures.DOMAIN_EVENT_CALLBACK_PMSUSPEND,
    (objects, { reason, msg: { dom } }) => ({ kind: 'pmSuspend', domain: objects.domain(dom), reason }),
  ),
  pmSuspendDisk: eventKind(
    DomainEventID.PMSUSPEND_DISK,
    procedures.DOMAIN_EVENT_CALLBACK_PMSUSPEND_DISK,
    (objects, { reason, msg: { dom } }) => ({ kind: 'pmSuspendDisk', domain: objects.domain(dom), reason }),
  ),
};
