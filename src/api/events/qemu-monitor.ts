import { procedures } from '../../protocol/generated/qemu/index.js';
import type { Domain } from '../domain/domain.js';
import { type EventKind, eventKind } from './kind.js';

/**
 * QEMU told something of a guest.
 *
 * C: [virConnectDomainQemuMonitorEventCallback](https://libvirt.org/html/libvirt-libvirt-qemu.html#virConnectDomainQemuMonitorEventCallback)
 */
export interface QemuMonitorEvent {
  readonly kind: 'qemuMonitor';
  /** The domain that it happened to. */
  readonly domain: Domain;
  /** What QEMU calls it: `'STOP'`, `'BLOCK_JOB_COMPLETED'`. */
  readonly event: string;
  /** When it was, by the host's clock: seconds since 1970 began, in UTC; −1 where QEMU does not tell. */
  readonly seconds: bigint;
  /** The microseconds of that time. */
  readonly micros: number;
  /** More of it, as JSON; `null` where there is no more. */
  readonly details: string | null;
}

export const qemuMonitorKind: EventKind<QemuMonitorEvent> = eventKind(
  0,
  procedures.DOMAIN_MONITOR_EVENT,
  (objects, { dom, event, seconds, micros, details }) => ({
    kind: 'qemuMonitor',
    domain: objects.domain(dom),
    event,
    seconds,
    micros,
    details,
  }),
);
