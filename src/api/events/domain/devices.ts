import { procedures } from '../../../protocol/generated/remote/index.js';
import {
  type DomainEventGraphicsAddressType,
  type DomainEventGraphicsPhase,
  DomainEventID,
} from '../../generated/constants.js';
import { type EventKind, eventKind } from '../kind.js';
import type { DomainEventBase } from './event.js';

/**
 * The domain got a device.
 *
 * C: [virConnectDomainEventDeviceAddedCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventDeviceAddedCallback)
 */
export interface DomainDeviceAddedEvent extends DomainEventBase<'deviceAdded'> {
  /** The device's alias in the domain's XML. */
  readonly devAlias: string;
}

/**
 * The domain lost a device.
 *
 * C: [virConnectDomainEventDeviceRemovedCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventDeviceRemovedCallback)
 */
export interface DomainDeviceRemovedEvent extends DomainEventBase<'deviceRemoved'> {
  /** The device's alias in the domain's XML. */
  readonly devAlias: string;
}

/**
 * A device was to be removed, and stays.
 *
 * C: [virConnectDomainEventDeviceRemovalFailedCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventDeviceRemovalFailedCallback)
 */
export interface DomainDeviceRemovalFailedEvent extends DomainEventBase<'deviceRemovalFailed'> {
  /** The device's alias in the domain's XML. */
  readonly devAlias: string;
}

/** Where one end of a graphics connection is. */
export interface DomainEventGraphicsAddress {
  readonly family: DomainEventGraphicsAddressType;
  /** An IP address; `''` for a UNIX socket. */
  readonly node: string;
  /** A port; for a UNIX socket its path, where it has one. */
  readonly service: string;
}

/** What somebody who looks at a domain's graphics proved to be. */
export interface DomainEventGraphicsIdentity {
  /** What kind of name it is: `'x509dname'`, `'saslUsername'`. */
  readonly type: string;
  readonly name: string;
}

/**
 * Somebody connected to the domain's graphics, was let in, or left.
 *
 * C: [virConnectDomainEventGraphicsCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventGraphicsCallback)
 */
export interface DomainGraphicsEvent extends DomainEventBase<'graphics'> {
  readonly phase: DomainEventGraphicsPhase;
  /** The hypervisor's end. */
  readonly local: DomainEventGraphicsAddress;
  /** The other end. */
  readonly remote: DomainEventGraphicsAddress;
  /** How the other end is asked who it is: `'none'`, `'vnc'`, … */
  readonly authScheme: string;
  readonly subject: readonly DomainEventGraphicsIdentity[];
}

/**
 * The guest gave a network interface another address.
 *
 * C: [virConnectDomainEventNICMACChangeCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventNICMACChangeCallback)
 *
 * @since libvirt 11.2.0
 */
export interface DomainNicMacChangeEvent extends DomainEventBase<'nicMacChange'> {
  /** The interface's alias in the domain's XML. */
  readonly alias: string;
  readonly oldMAC: string;
  readonly newMAC: string;
}

/**
 * The domain lost a virtual processor.
 *
 * C: [virConnectDomainEventVcpuRemovedCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventVcpuRemovedCallback)
 *
 * @since libvirt 12.4.0
 */
export interface DomainVcpuRemovedEvent extends DomainEventBase<'vcpuRemoved'> {
  /** The `id` of the `<vcpu>` in the domain's XML. */
  readonly vcpuid: number;
}

export interface DomainDeviceEvents {
  readonly deviceAdded: DomainDeviceAddedEvent;
  readonly deviceRemoved: DomainDeviceRemovedEvent;
  readonly deviceRemovalFailed: DomainDeviceRemovalFailedEvent;
  readonly graphics: DomainGraphicsEvent;
  readonly nicMacChange: DomainNicMacChangeEvent;
  readonly vcpuRemoved: DomainVcpuRemovedEvent;
}

export const domainDeviceKinds: { readonly [Kind in keyof DomainDeviceEvents]: EventKind<DomainDeviceEvents[Kind]> } = {
  deviceAdded: eventKind(
    DomainEventID.DEVICE_ADDED,
    procedures.DOMAIN_EVENT_CALLBACK_DEVICE_ADDED,
    (objects, { dom, devAlias }) => ({ kind: 'deviceAdded', domain: objects.domain(dom), devAlias }),
  ),
  deviceRemoved: eventKind(
    DomainEventID.DEVICE_REMOVED,
    procedures.DOMAIN_EVENT_CALLBACK_DEVICE_REMOVED,
    (objects, { msg: { dom, devAlias } }) => ({ kind: 'deviceRemoved', domain: objects.domain(dom), devAlias }),
  ),
  deviceRemovalFailed: eventKind(
    DomainEventID.DEVICE_REMOVAL_FAILED,
    procedures.DOMAIN_EVENT_CALLBACK_DEVICE_REMOVAL_FAILED,
    (objects, { dom, devAlias }) => ({ kind: 'deviceRemovalFailed', domain: objects.domain(dom), devAlias }),
  ),
  graphics: eventKind(
    DomainEventID.GRAPHICS,
    procedures.DOMAIN_EVENT_CALLBACK_GRAPHICS,
    (objects, { msg: { dom, phase, local, remote, authScheme, subject } }) => ({
      kind: 'graphics',
      domain: objects.domain(dom),
      phase: phase as DomainEventGraphicsPhase,
      local: local as DomainEventGraphicsAddress,
      remote: remote as DomainEventGraphicsAddress,
      authScheme,
      subject,
    }),
  ),
  nicMacChange: eventKind(
    DomainEventID.NIC_MAC_CHANGE,
    procedures.DOMAIN_EVENT_NIC_MAC_CHANGE,
    (objects, { dom, alias, oldMAC, newMAC }) => ({
      kind: 'nicMacChange',
      domain: objects.domain(dom),
      alias,
      oldMAC,
      newMAC,
    }),
  ),
  vcpuRemoved: eventKind(
    DomainEventID.VCPU_REMOVED,
    procedures.DOMAIN_EVENT_VCPU_REMOVED,
    (objects, { dom, vcpuid }) => ({ kind: 'vcpuRemoved', domain: objects.domain(dom), vcpuid }),
  ),
};
