import type { CallOptions } from '../../rpc/options.js';
import { networkFamily, secretFamily } from '../events/families.js';
import type { EventCallbackOptions, EventOrGap } from '../events/gap.js';
import type { EventIterator } from '../events/iterator.js';
import type { NetworkEventKind, NetworkEvents, NetworkEventsByID } from '../events/network.js';
import type { EventOptions } from '../events/options.js';
import type { SecretEventKind, SecretEvents, SecretEventsByID } from '../events/secret.js';
import type { NetworkEventID, SecretEventID } from '../generated/constants.js';
import type { Network } from '../network.js';
import type { Secret } from '../secret.js';
import { ConnectionDomainEvents, eventsOf } from './domain-events.js';

/** How events of networks are iterated. */
export interface NetworkEventOptions<Gaps extends boolean = false> extends EventOptions<Gaps> {
  /** The network whose events they are to be. Default: all. */
  readonly network?: Network | null | undefined;
}

/** How events of secrets are iterated. */
export interface SecretEventOptions<Gaps extends boolean = false> extends EventOptions<Gaps> {
  /** The secret whose events they are to be. Default: all. */
  readonly secret?: Secret | null | undefined;
}

/** The events of networks and secrets. */
export class ConnectionNetworkEvents extends ConnectionDomainEvents {
  /**
   * What happens to networks, as it happens: like `domainEvents`.
   *
   * @param kind one kind or some, as `NetworkEvents` names them. Default: all that the daemon knows
   * @throws TypeError, RangeError
   */
  networkEvents<Kind extends NetworkEventKind = NetworkEventKind, Gaps extends boolean = false>(
    kind?: Kind | readonly Kind[],
    options: NetworkEventOptions<Gaps> = {},
  ): EventIterator<EventOrGap<NetworkEvents[Kind], Gaps>> {
    return eventsOf(this).iterate(networkFamily, kind, 'network', options.network, options);
  }

  /**
   * Has a function called with each event of a kind, while it arrives. What the function throws is an uncaught
   * exception.
   *
   * C: [virConnectNetworkEventRegisterAny](https://libvirt.org/html/libvirt-libvirt-network.html#virConnectNetworkEventRegisterAny)
   *
   * @param net the network whose events they are to be; `null`: all
   * @returns the callback's id, for `networkEventDeregisterAny`
   * @throws TypeError, RangeError
   * @since libvirt 1.2.1
   */
  async networkEventRegisterAny<ID extends NetworkEventID>(
    net: Network | null,
    eventID: ID,
    callback: (event: NetworkEventsByID[ID]) => void,
    options?: EventCallbackOptions,
  ): Promise<number> {
    return await eventsOf(this).register(networkFamily, 'net', net, eventID, callback, options);
  }

  /**
   * Undoes `networkEventRegisterAny`: the function is not called any more, from now on.
   *
   * C: [virConnectNetworkEventDeregisterAny](https://libvirt.org/html/libvirt-libvirt-network.html#virConnectNetworkEventDeregisterAny)
   *
   * @param callbackID what it returned
   * @throws TypeError where there is no such callback
   * @since libvirt 1.2.1
   */
  async networkEventDeregisterAny(callbackID: number, options?: CallOptions): Promise<void> {
    await eventsOf(this).callbacks.deregister(networkFamily, callbackID, options);
  }

  /**
   * What happens to secrets, as it happens: like `domainEvents`.
   *
   * @param kind one kind or some, as `SecretEvents` names them. Default: all that the daemon knows
   * @throws TypeError, RangeError
   */
  secretEvents<Kind extends SecretEventKind = SecretEventKind, Gaps extends boolean = false>(
    kind?: Kind | readonly Kind[],
    options: SecretEventOptions<Gaps> = {},
  ): EventIterator<EventOrGap<SecretEvents[Kind], Gaps>> {
    return eventsOf(this).iterate(secretFamily, kind, 'secret', options.secret, options);
  }

  /**
   * Has a function called with each event of a kind, while it arrives. What the function throws is an uncaught
   * exception.
   *
   * C: [virConnectSecretEventRegisterAny](https://libvirt.org/html/libvirt-libvirt-secret.html#virConnectSecretEventRegisterAny)
   *
   * @param secret the secret whose events they are to be; `null`: all
   * @returns the callback's id, for `secretEventDeregisterAny`
   * @throws TypeError, RangeError
   * @since libvirt 3.0.0
   */
  async secretEventRegisterAny<ID extends SecretEventID>(
    secret: Secret | null,
    eventID: ID,
    callback: (event: SecretEventsByID[ID]) => void,
    options?: EventCallbackOptions,
  ): Promise<number> {
    return await eventsOf(this).register(secretFamily, 'secret', secret, eventID, callback, options);
  }

  /**
   * Undoes `secretEventRegisterAny`: the function is not called any more, from now on.
   *
   * C: [virConnectSecretEventDeregisterAny](https://libvirt.org/html/libvirt-libvirt-secret.html#virConnectSecretEventDeregisterAny)
   *
   * @param callbackID what it returned
   * @throws TypeError where there is no such callback
   * @since libvirt 3.0.0
   */
  async secretEventDeregisterAny(callbackID: number, options?: CallOptions): Promise<void> {
    await eventsOf(this).callbacks.deregister(secretFamily, callbackID, options);
  }
}
