import { invalidArgType, invalidArgValue } from '../../errors.js';
import type { CallOptions } from '../../rpc/options.js';
import type { Domain } from '../domain/domain.js';
import type { DomainEventKind, DomainEvents, DomainEventsByID } from '../events/domain/kinds.js';
import type { DomainLifecycleEvent } from '../events/domain/life.js';
import { domainFamily } from '../events/families.js';
import type { EventCallbackOptions, EventOrGap } from '../events/gap.js';
import { EventHub } from '../events/hub.js';
import type { EventIterator } from '../events/iterator.js';
import type { EventOptions } from '../events/options.js';
import { DomainEventID } from '../generated/constants.js';
import { objectsOf, sessionOf } from './base.js';
import { ConnectionIteration } from './iteration.js';

/** How events of domains are iterated. */
export interface DomainEventOptions<Gaps extends boolean = false> extends EventOptions<Gaps> {
  /** The domain whose events they are to be. Default: all. */
  readonly domain?: Domain | null | undefined;
}

/** The events of a connection: for this library's other files, and nobody else. */
export let eventsOf: (connection: ConnectionDomainEvents) => EventHub;

const TOO_OLD = 'the daemon is older than libvirt 1.2.1, whose domain events this needs';

/** Whether the daemon says which callback a domain's event is for, as every one does since libvirt 1.2.1. */
export function setEventCallbacks(connection: ConnectionDomainEvents, has: boolean): void {
  eventsOf(connection).refuse(domainFamily, has ? null : TOO_OLD);
}

/** The events of domains. */
export class ConnectionDomainEvents extends ConnectionIteration {
  #events: EventHub | undefined;
  readonly #listeners = new Map<(event: DomainLifecycleEvent) => void, Promise<number>>();

  static {
    // Most connections of a process that has many never ask for an event.
    eventsOf = (connection) => {
      connection.#events ??= new EventHub(connection, sessionOf(connection), objectsOf(connection));
      return connection.#events;
    };
  }

  /**
   * What happens to domains, as it happens.
   *
   *     for await (const event of connection.domainEvents('lifecycle')) {
   *       if (event.event === DomainEventType.STOPPED) console.log(`${event.domain.name} has stopped`);
   *     }
   *
   * The events are kept from this call on, so that none is lost between it and the first that is taken; what the daemon
   * has against it is thrown by the first `next()`. A daemon carries out several calls at a time: what another call causes
   * is certain to be told once `registered` is fulfilled. However the loop ends, the daemon is told to send no more. When the
   * connection is closed by this side, the loop ends as if there were no more events.
   *
   * @param kind one kind or some, as `DomainEvents` names them. Default: all that the daemon knows
   * @throws TypeError, RangeError; UnsupportedError for a daemon older than libvirt 1.2.1
   */
  domainEvents<Kind extends DomainEventKind = DomainEventKind, Gaps extends boolean = false>(
    kind?: Kind | readonly Kind[],
    options: DomainEventOptions<Gaps> = {},
  ): EventIterator<EventOrGap<DomainEvents[Kind], Gaps>> {
    return eventsOf(this).iterate(domainFamily, kind, 'domain', options.domain, options);
  }

  /**
   * Has a function called with each event of a kind, while it arrives. What the function throws is an uncaught
   * exception.
   *
   * C: [virConnectDomainEventRegisterAny](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventRegisterAny)
   *
   * @param dom the domain whose events they are to be; `null`: all
   * @returns the callback's id, for `domainEventDeregisterAny`
   * @throws TypeError, RangeError; UnsupportedError for a daemon older than libvirt 1.2.1
   * @since libvirt 0.8.0
   */
  async domainEventRegisterAny<ID extends DomainEventID>(
    dom: Domain | null,
    eventID: ID,
    callback: (event: DomainEventsByID[ID]) => void,
    options?: EventCallbackOptions,
  ): Promise<number> {
    return await eventsOf(this).register(domainFamily, 'dom', dom, eventID, callback, options);
  }

  /**
   * Undoes `domainEventRegisterAny`: the function is not called any more, from now on.
   *
   * C: [virConnectDomainEventDeregisterAny](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventDeregisterAny)
   *
   * @param callbackID what it returned
   * @throws TypeError where there is no such callback
   * @since libvirt 0.8.0
   */
  async domainEventDeregisterAny(callbackID: number, options?: CallOptions): Promise<void> {
    await eventsOf(this).callbacks.deregister(domainFamily, callbackID, options);
  }

  /**
   * Has a function called with each event in the life of domains: `domainEventRegisterAny`, as it was before libvirt
   * 0.8.0.
   *
   * C: [virConnectDomainEventRegister](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventRegister)
   *
   * @throws TypeError also where it is registered already
   * @since libvirt 0.5.0
   */
  async domainEventRegister(
    callback: (event: DomainLifecycleEvent) => void,
    options?: EventCallbackOptions,
  ): Promise<void> {
    if (this.#listeners.has(callback)) throw invalidArgValue('callback', 'is registered already');
    const id = this.domainEventRegisterAny(null, DomainEventID.LIFECYCLE, callback, options);
    this.#listeners.set(callback, id);
    try {
      await id;
    } catch (error) {
      this.#listeners.delete(callback);
      throw error;
    }
  }

  /**
   * Undoes `domainEventRegister`.
   *
   * C: [virConnectDomainEventDeregister](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventDeregister)
   *
   * @throws TypeError where it is not registered
   * @since libvirt 0.5.0
   */
  async domainEventDeregister(callback: (event: DomainLifecycleEvent) => void, options?: CallOptions): Promise<void> {
    if (typeof callback !== 'function') throw invalidArgType('callback', 'a function', callback);
    const id = this.#listeners.get(callback);
    if (id === undefined) throw invalidArgValue('callback', 'is not registered');
    this.#listeners.delete(callback);
    await this.domainEventDeregisterAny(await id, options);
  }
}
