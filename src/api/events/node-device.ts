import { procedures } from '../../protocol/generated/remote/index.js';
import { NodeDeviceEventID, type NodeDeviceEventLifecycleType } from '../generated/constants.js';
import type { NodeDevice } from '../node-device.js';
import { type EventKind, eventKind } from './kind.js';

/** What every event of a device of the host has. */
export interface NodeDeviceEventBase<Kind extends string> {
  /** Which kind of event it is: the other fields follow from it. */
  readonly kind: Kind;
  /** The device of the host that it happened to. */
  readonly device: NodeDevice;
}

/**
 * A device of the host came or went, or was defined or undefined.
 *
 * C: [virConnectNodeDeviceEventLifecycleCallback](https://libvirt.org/html/libvirt-libvirt-nodedev.html#virConnectNodeDeviceEventLifecycleCallback)
 */
export interface NodeDeviceLifecycleEvent extends NodeDeviceEventBase<'lifecycle'> {
  readonly event: NodeDeviceEventLifecycleType;
  /** No details are defined: 0. */
  readonly detail: number;
}

/** What is known of a device of the host changed. */
export type NodeDeviceUpdateEvent = NodeDeviceEventBase<'update'>;

/** The events of the host's devices, by their kind. */
export interface NodeDeviceEvents {
  readonly lifecycle: NodeDeviceLifecycleEvent;
  readonly update: NodeDeviceUpdateEvent;
}

export type NodeDeviceEventKind = keyof NodeDeviceEvents;

/** Any event of a device of the host: its `kind` says which. */
export type NodeDeviceEvent = NodeDeviceEvents[NodeDeviceEventKind];

/** The events of the host's devices, by what C calls them. */
export interface NodeDeviceEventsByID {
  readonly [NodeDeviceEventID.LIFECYCLE]: NodeDeviceLifecycleEvent;
  readonly [NodeDeviceEventID.UPDATE]: NodeDeviceUpdateEvent;
}

export const nodeDeviceKinds: { readonly [Kind in NodeDeviceEventKind]: EventKind<NodeDeviceEvents[Kind]> } = {
  lifecycle: eventKind(
    NodeDeviceEventID.LIFECYCLE,
    procedures.NODE_DEVICE_EVENT_LIFECYCLE,
    (objects, { dev, event, detail }) => ({
      kind: 'lifecycle',
      device: objects.nodeDevice(dev),
      event: event as NodeDeviceEventLifecycleType,
      detail,
    }),
  ),
  update: eventKind(NodeDeviceEventID.UPDATE, procedures.NODE_DEVICE_EVENT_UPDATE, (objects, { dev }) => ({
    kind: 'update',
    device: objects.nodeDevice(dev),
  })),
};
