import { procedures } from '../../../protocol/generated/remote/index.js';
import {
  type ConnectDomainEventAgentLifecycleReason,
  type ConnectDomainEventAgentLifecycleState,
  type ConnectDomainEventChannelLifecycleReason,
  type ConnectDomainEventChannelLifecycleState,
  DomainEventID,
  type DomainMemoryFailureActionType,
  type DomainMemoryFailureRecipientType,
} from '../../generated/constants.js';
import { type EventKind, eventKind } from '../kind.js';
import type { DomainEventBase } from './event.js';

/**
 * The guest's agent came or went.
 *
 * C: [virConnectDomainEventAgentLifecycleCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventAgentLifecycleCallback)
 */
export interface DomainAgentLifecycleEvent extends DomainEventBase<'agentLifecycle'> {
  readonly state: ConnectDomainEventAgentLifecycleState;
  readonly reason: ConnectDomainEventAgentLifecycleReason;
}

/**
 * The guest opened or closed its end of a virtio-serial channel, the agent's included.
 *
 * C: [virConnectDomainEventChannelLifecycleCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventChannelLifecycleCallback)
 *
 * @since libvirt 12.4.0
 */
export interface DomainChannelLifecycleEvent extends DomainEventBase<'channelLifecycle'> {
  /** The `name` of the channel's `<target>`: `'org.qemu.guest_agent.0'`. */
  readonly channelName: string;
  readonly state: ConnectDomainEventChannelLifecycleState;
  readonly reason: ConnectDomainEventChannelLifecycleReason;
}

/**
 * The guest's memory balloon changed its size.
 *
 * C: [virConnectDomainEventBalloonChangeCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventBalloonChangeCallback)
 */
export interface DomainBalloonChangeEvent extends DomainEventBase<'balloonChange'> {
  /** KiB of memory that the guest has now. */
  readonly actual: bigint;
}

/**
 * The guest accepted another size of a memory device.
 *
 * C: [virConnectDomainEventMemoryDeviceSizeChangeCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventMemoryDeviceSizeChangeCallback)
 */
export interface DomainMemoryDeviceSizeChangeEvent extends DomainEventBase<'memoryDeviceSizeChange'> {
  /** The device's alias in the domain's XML. */
  readonly alias: string;
  /** KiB that the guest sees now. */
  readonly size: bigint;
}

/**
 * Memory of the host that the domain uses is corrupt.
 *
 * C: [virConnectDomainEventMemoryFailureCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventMemoryFailureCallback)
 */
export interface DomainMemoryFailureEvent extends DomainEventBase<'memoryFailure'> {
  /** Whose memory it is. */
  readonly recipient: DomainMemoryFailureRecipientType;
  /** What is done about it. */
  readonly action: DomainMemoryFailureActionType;
  /** `DomainMemoryFailureFlags` */
  readonly flags: number;
}

export interface DomainGuestEvents {
  readonly agentLifecycle: DomainAgentLifecycleEvent;
  readonly channelLifecycle: DomainChannelLifecycleEvent;
  readonly balloonChange: DomainBalloonChangeEvent;
  readonly memoryDeviceSizeChange: DomainMemoryDeviceSizeChangeEvent;
  readonly memoryFailure: DomainMemoryFailureEvent;
}

export const domainGuestKinds: { readonly [Kind in keyof DomainGuestEvents]: EventKind<DomainGuestEvents[Kind]> } = {
  agentLifecycle: eventKind(
    DomainEventID.AGENT_LIFECYCLE,
    procedures.DOMAIN_EVENT_CALLBACK_AGENT_LIFECYCLE,
    (objects, { dom, state, reason }) => ({
      kind: 'agentLifecycle',
      domain: objects.domain(dom),
      state: state as ConnectDomainEventAgentLifecycleState,
      reason: reason as ConnectDomainEventAgentLifecycleReason,
    }),
  ),
  channelLifecycle: eventKind(
    DomainEventID.CHANNEL_LIFECYCLE,
    procedures.DOMAIN_EVENT_CALLBACK_CHANNEL_LIFECYCLE,
    (objects, { dom, channelName, state, reason }) => ({
      kind: 'channelLifecycle',
      domain: objects.domain(dom),
      channelName,
      state: state as ConnectDomainEventChannelLifecycleState,
      reason: reason as ConnectDomainEventChannelLifecycleReason,
    }),
  ),
  balloonChange: eventKind(
    DomainEventID.BALLOON_CHANGE,
    procedures.DOMAIN_EVENT_CALLBACK_BALLOON_CHANGE,
    (objects, { msg: { dom, actual } }) => ({ kind: 'balloonChange', domain: objects.domain(dom), actual }),
  ),
  memoryDeviceSizeChange: eventKind(
    DomainEventID.MEMORY_DEVICE_SIZE_CHANGE,
    procedures.DOMAIN_EVENT_MEMORY_DEVICE_SIZE_CHANGE,
    (objects, { dom, alias, size }) => ({
      kind: 'memoryDeviceSizeChange',
      domain: objects.domain(dom),
      alias,
      size,
    }),
  ),
  memoryFailure: eventKind(
    DomainEventID.MEMORY_FAILURE,
    procedures.DOMAIN_EVENT_MEMORY_FAILURE,
    (objects, { dom, recipient, action, flags }) => ({
      kind: 'memoryFailure',
      domain: objects.domain(dom),
      recipient: recipient as DomainMemoryFailureRecipientType,
      action: action as DomainMemoryFailureActionType,
      flags,
    }),
  ),
};
