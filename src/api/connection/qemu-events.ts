import { invalidArgType } from '../../errors.js';
import { procedures } from '../../protocol/generated/qemu/index.js';
import type { CallOptions } from '../../rpc/options.js';
import { DomainBase } from '../base/domain.js';
import type { Domain } from '../domain/domain.js';
import type { EventCallbackOptions, EventOrGap } from '../events/gap.js';
import type { EventIterator } from '../events/iterator.js';
import type { EventOptions } from '../events/options.js';
import { type QemuMonitorEvent, qemuMonitorKind } from '../events/qemu-monitor.js';
import { type EventSource, eventSource } from '../events/source.js';
import { ConnectDomainQemuMonitorEventRegisterFlags } from '../generated/constants.js';
import { wireOf } from '../object.js';
import { ConnectionDeviceEvents } from './device-events.js';
import { eventsOf } from './domain-events.js';

/** How events of QEMU's monitors are iterated. */
export interface QemuMonitorEventOptions<Gaps extends boolean = false> extends EventOptions<Gaps> {
  /** The domain whose events they are to be. Default: all. */
  readonly domain?: Domain | null | undefined;
  /** `ConnectDomainQemuMonitorEventRegisterFlags` */
  readonly flags?: ConnectDomainQemuMonitorEventRegisterFlags | undefined;
}

const { REGEX } = ConnectDomainQemuMonitorEventRegisterFlags;

const FAMILY = {
  name: 'QEMU monitor',
  target: DomainBase,
  register: procedures.CONNECT_DOMAIN_MONITOR_EVENT_REGISTER,
  deregister: procedures.CONNECT_DOMAIN_MONITOR_EVENT_DEREGISTER,
} as const;

/** The events of QEMU's monitors. */
export class ConnectionQemuEvents extends ConnectionDeviceEvents {
  /**
   * What QEMU tells of guests, as it tells it: like `domainEvents`. It is for what libvirt has no event for.
   *
   * @param event its name, such as `'STOP'`, or a pattern with `REGEX`. Default: all
   * @throws TypeError, RangeError
   */
  qemuMonitorEvents<Gaps extends boolean = false>(
    event: string | null = null,
    options: QemuMonitorEventOptions<Gaps> = {},
  ): EventIterator<EventOrGap<QemuMonitorEvent, Gaps>> {
    const { domain = null, flags = 0 } = options;
    const of = eventsOf(this).checkTarget(FAMILY, 'options.domain', domain);
    const sources = [sourceOf(of, event, flags)];
    return eventsOf(this).iterateSources('QEMU monitor events', sources, false, ['domain', 'flags'], options);
  }

  /**
   * Has a function called with each event that QEMU tells, while it arrives. What the function throws is an uncaught
   * exception.
   *
   * C: [virConnectDomainQemuMonitorEventRegister](https://libvirt.org/html/libvirt-libvirt-qemu.html#virConnectDomainQemuMonitorEventRegister)
   *
   * @param dom the domain whose events they are to be; `null`: all
   * @param event its name, such as `'STOP'`, or a pattern with `REGEX`; `null`: all
   * @returns the callback's id, for `domainQemuMonitorEventDeregister`
   * @throws TypeError, RangeError
   * @since libvirt 1.2.3
   */
  async domainQemuMonitorEventRegister(
    dom: Domain | null,
    event: string | null,
    callback: (event: QemuMonitorEvent) => void,
    flags: ConnectDomainQemuMonitorEventRegisterFlags = 0,
    options?: EventCallbackOptions,
  ): Promise<number> {
    const of = eventsOf(this).checkTarget(FAMILY, 'dom', dom);
    return await eventsOf(this).callbacks.register(FAMILY, sourceOf(of, event, flags), callback, options);
  }

  /**
   * Undoes `domainQemuMonitorEventRegister`: the function is not called any more, from now on.
   *
   * C: [virConnectDomainQemuMonitorEventDeregister](https://libvirt.org/html/libvirt-libvirt-qemu.html#virConnectDomainQemuMonitorEventDeregister)
   *
   * @param callbackID what it returned
   * @throws TypeError where there is no such callback
   * @since libvirt 1.2.3
   */
  async domainQemuMonitorEventDeregister(callbackID: number, options?: CallOptions): Promise<void> {
    await eventsOf(this).callbacks.deregister(FAMILY, callbackID, options);
  }
}

function sourceOf(domain: DomainBase | null, event: string | null, flags: number): EventSource<QemuMonitorEvent> {
  if (event !== null && typeof event !== 'string') throw invalidArgType('event', 'a string, or null for all', event);
  // A daemon refuses to tell all events once it tells some, unless all are some of them.
  const pattern = event ?? '.*';
  const how = event === null ? flags | REGEX : flags;
  const args = { dom: domain === null ? null : wireOf(domain), event: pattern, flags: how };
  const of = JSON.stringify([domain?.uuid ?? null, pattern, how]);
  return eventSource(qemuMonitorKind, of, FAMILY.register, args, FAMILY.deregister);
}
