import { procedures } from '../../../protocol/generated/remote/index.js';
import {
  type ConnectDomainEventBlockJobStatus,
  type ConnectDomainEventDiskChangeReason,
  type DomainBlockJobType,
  DomainEventID,
  type DomainEventIOErrorAction,
  type DomainEventTrayChangeReason,
} from '../../generated/constants.js';
import { type EventKind, eventKind } from '../kind.js';
import type { DomainEventBase } from './event.js';

/**
 * The guest's access to a disk failed.
 *
 * C: [virConnectDomainEventIOErrorCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventIOErrorCallback)
 */
export interface DomainIOErrorEvent extends DomainEventBase<'ioError'> {
  /** The disk's file or device on the host. */
  readonly srcPath: string;
  /** The disk's alias in the domain's XML: `'virtio-disk0'`. */
  readonly devAlias: string;
  /** What is done about it. */
  readonly action: DomainEventIOErrorAction;
}

/**
 * The guest's access to a disk failed.
 *
 * C: [virConnectDomainEventIOErrorReasonCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventIOErrorReasonCallback)
 */
export interface DomainIOErrorReasonEvent extends DomainEventBase<'ioErrorReason'> {
  /** The disk's file or device on the host. */
  readonly srcPath: string;
  /** The disk's alias in the domain's XML: `'virtio-disk0'`. */
  readonly devAlias: string;
  /** What is done about it. */
  readonly action: DomainEventIOErrorAction;
  /** `'enospc'`: the host has no room left. `'message'`: `Domain.getMessages` tells more. `''`: unknown. */
  readonly reason: string;
}

/**
 * A block job ended, or reached its steady state.
 *
 * C: [virConnectDomainEventBlockJobCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventBlockJobCallback)
 */
export interface DomainBlockJobEvent extends DomainEventBase<'blockJob'> {
  /** The file of the disk's active layer, which may be another after the job; `blockJob2` has the target's name instead. */
  readonly disk: string;
  readonly type: DomainBlockJobType;
  readonly status: ConnectDomainEventBlockJobStatus;
}

/**
 * A block job ended, or reached its steady state.
 *
 * C: [virConnectDomainEventBlockJobCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventBlockJobCallback)
 */
export interface DomainBlockJob2Event extends DomainEventBase<'blockJob2'> {
  /** What the guest sees the disk as, the `dev` of its `<target>`: `'vda'`. */
  readonly disk: string;
  readonly type: DomainBlockJobType;
  readonly status: ConnectDomainEventBlockJobStatus;
}

/**
 * A disk got another source, or lost it, because the one it had was missing.
 *
 * C: [virConnectDomainEventDiskChangeCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventDiskChangeCallback)
 */
export interface DomainDiskChangeEvent extends DomainEventBase<'diskChange'> {
  readonly oldSrcPath: string | null;
  readonly newSrcPath: string | null;
  /** The disk's alias in the domain's XML. */
  readonly devAlias: string;
  readonly reason: ConnectDomainEventDiskChangeReason;
}

/**
 * The tray of a removable disk was opened or closed.
 *
 * C: [virConnectDomainEventTrayChangeCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventTrayChangeCallback)
 */
export interface DomainTrayChangeEvent extends DomainEventBase<'trayChange'> {
  /** The disk's alias in the domain's XML. */
  readonly devAlias: string;
  readonly reason: DomainEventTrayChangeReason;
}

/**
 * The guest wrote to a disk's storage beyond the threshold that `Domain.setBlockThreshold` has set.
 *
 * C: [virConnectDomainEventBlockThresholdCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventBlockThresholdCallback)
 */
export interface DomainBlockThresholdEvent extends DomainEventBase<'blockThreshold'> {
  /** The disk's target, and the layer if it is not the active one: `'vda'`, `'vda[3]'`. */
  readonly dev: string;
  /** The storage's file or device on the host; `null` where it has none. */
  readonly path: string | null;
  /** Bytes from the beginning. */
  readonly threshold: bigint;
  /** Bytes written beyond it; 0 where the hypervisor does not tell. */
  readonly excess: bigint;
}

export interface DomainDiskEvents {
  readonly ioError: DomainIOErrorEvent;
  readonly ioErrorReason: DomainIOErrorReasonEvent;
  readonly blockJob: DomainBlockJobEvent;
  readonly blockJob2: DomainBlockJob2Event;
  readonly diskChange: DomainDiskChangeEvent;
  readonly trayChange: DomainTrayChangeEvent;
  readonly blockThreshold: DomainBlockThresholdEvent;
}

export const domainDiskKinds: { readonly [Kind in keyof DomainDiskEvents]: EventKind<DomainDiskEvents[Kind]> } = {
  ioError: eventKind(
    DomainEventID.IO_ERROR,
    procedures.DOMAIN_EVENT_CALLBACK_IO_ERROR,
    (objects, { msg: { dom, srcPath, devAlias, action } }) => ({
      kind: 'ioError',
      domain: objects.domain(dom),
      srcPath,
      devAlias,
      action: action as DomainEventIOErrorAction,
    }),
  ),
  ioErrorReason: eventKind(
    DomainEventID.IO_ERROR_REASON,
    procedures.DOMAIN_EVENT_CALLBACK_IO_ERROR_REASON,
    (objects, { msg: { dom, srcPath, devAlias, action, reason } }) => ({
      kind: 'ioErrorReason',
      domain: objects.domain(dom),
      srcPath,
      devAlias,
      action: action as DomainEventIOErrorAction,
      reason,
    }),
  ),
  blockJob: eventKind(
    DomainEventID.BLOCK_JOB,
    procedures.DOMAIN_EVENT_CALLBACK_BLOCK_JOB,
    (objects, { msg: { dom, path, type, status } }) => ({
      kind: 'blockJob',
      domain: objects.domain(dom),
      disk: path,
      type: type as DomainBlockJobType,
      status: status as ConnectDomainEventBlockJobStatus,
    }),
  ),
  blockJob2: eventKind(
    DomainEventID.BLOCK_JOB_2,
    procedures.DOMAIN_EVENT_BLOCK_JOB_2,
    (objects, { dom, dst, type, status }) => ({
      kind: 'blockJob2',
      domain: objects.domain(dom),
      disk: dst,
      type: type as DomainBlockJobType,
      status: status as ConnectDomainEventBlockJobStatus,
    }),
  ),
  diskChange: eventKind(
    DomainEventID.DISK_CHANGE,
    procedures.DOMAIN_EVENT_CALLBACK_DISK_CHANGE,
    (objects, { msg: { dom, oldSrcPath, newSrcPath, devAlias, reason } }) => ({
      kind: 'diskChange',
      domain: objects.domain(dom),
      oldSrcPath,
      newSrcPath,
      devAlias,
      reason: reason as ConnectDomainEventDiskChangeReason,
    }),
  ),
  trayChange: eventKind(
    DomainEventID.TRAY_CHANGE,
    procedures.DOMAIN_EVENT_CALLBACK_TRAY_CHANGE,
    (objects, { msg: { dom, devAlias, reason } }) => ({
      kind: 'trayChange',
      domain: objects.domain(dom),
      devAlias,
      reason: reason as DomainEventTrayChangeReason,
    }),
  ),
  blockThreshold: eventKind(
    DomainEventID.BLOCK_THRESHOLD,
    procedures.DOMAIN_EVENT_BLOCK_THRESHOLD,
    (objects, { dom, dev, path, threshold, excess }) => ({
      kind: 'blockThreshold',
      domain: objects.domain(dom),
      dev,
      path,
      threshold,
      excess,
    }),
  ),
};
