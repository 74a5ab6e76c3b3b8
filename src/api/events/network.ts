import { procedures } from '../../protocol/generated/remote/index.js';
import { NetworkEventID, type NetworkEventLifecycleType, type NetworkMetadataType } from '../generated/constants.js';
import type { Network } from '../network.js';
import { type EventKind, eventKind } from './kind.js';

/** What every event of a virtual network has. */
export interface NetworkEventBase<Kind extends string> {
  /** Which kind of event it is: the other fields follow from it. */
  readonly kind: Kind;
  /** The network that it happened to. */
  readonly network: Network;
}

/**
 * A network was defined, undefined, started or stopped.
 *
 * C: [virConnectNetworkEventLifecycleCallback](https://libvirt.org/html/libvirt-libvirt-network.html#virConnectNetworkEventLifecycleCallback)
 */
export interface NetworkLifecycleEvent extends NetworkEventBase<'lifecycle'> {
  readonly event: NetworkEventLifecycleType;
  /** No details are defined: 0. */
  readonly detail: number;
}

/**
 * A network's metadata changed.
 *
 * C: [virConnectNetworkEventMetadataChangeCallback](https://libvirt.org/html/libvirt-libvirt-network.html#virConnectNetworkEventMetadataChangeCallback)
 *
 * @since libvirt 9.8.0
 */
export interface NetworkMetadataChangeEvent extends NetworkEventBase<'metadataChange'> {
  readonly type: NetworkMetadataType;
  /** The XML namespace of the element; `null` unless `type` is `ELEMENT`. */
  readonly nsuri: string | null;
}

/** The events of virtual networks, by their kind. */
export interface NetworkEvents {
  readonly lifecycle: NetworkLifecycleEvent;
  readonly metadataChange: NetworkMetadataChangeEvent;
}

export type NetworkEventKind = keyof NetworkEvents;

/** Any event of a virtual network: its `kind` says which. */
export type NetworkEvent = NetworkEvents[NetworkEventKind];

/** The events of virtual networks, by what C calls them. */
export interface NetworkEventsByID {
  readonly [NetworkEventID.LIFECYCLE]: NetworkLifecycleEvent;
  readonly [NetworkEventID.METADATA_CHANGE]: NetworkMetadataChangeEvent;
}

export const networkKinds: { readonly [Kind in NetworkEventKind]: EventKind<NetworkEvents[Kind]> } = {
  lifecycle: eventKind(
    NetworkEventID.LIFECYCLE,
    procedures.NETWORK_EVENT_LIFECYCLE,
    (objects, { net, event, detail }) => ({
      kind: 'lifecycle',
      network: objects.network(net),
      event: event as NetworkEventLifecycleType,
      detail,
    }),
  ),
  metadataChange: eventKind(
    NetworkEventID.METADATA_CHANGE,
    procedures.NETWORK_EVENT_CALLBACK_METADATA_CHANGE,
    (objects, { net, type, nsuri }) => ({
      kind: 'metadataChange',
      network: objects.network(net),
      type: type as NetworkMetadataType,
      nsuri,
    }),
  ),
};
