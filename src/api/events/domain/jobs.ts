import { procedures } from '../../../protocol/generated/remote/index.js';
import { DomainEventID } from '../../generated/constants.js';
import { readTypedParams, type TypedParams } from '../../typed-params.js';
import { type EventKind, eventKind } from '../kind.js';
import type { DomainEventBase } from './event.js';

/**
 * Somebody changed what the domain may use.
 *
 * C: [virConnectDomainEventTunableCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventTunableCallback)
 */
export interface DomainTunableEvent extends DomainEventBase<'tunable'> {
  /** What was changed, and its new values: `'cputune.…'` and `'blkdeviotune.…'`. */
  readonly params: TypedParams;
}

/**
 * A migration began another pass over the domain's memory.
 *
 * C: [virConnectDomainEventMigrationIterationCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventMigrationIterationCallback)
 */
export interface DomainMigrationIterationEvent extends DomainEventBase<'migrationIteration'> {
  /** Which pass it is, from 1. */
  readonly iteration: number;
}

/**
 * A job, such as a migration or a backup, is done.
 *
 * C: [virConnectDomainEventJobCompletedCallback](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectDomainEventJobCompletedCallback)
 */
export interface DomainJobCompletedEvent extends DomainEventBase<'jobCompleted'> {
  /** What `Domain.getJobStats` would return of it. */
  readonly params: TypedParams;
}

export interface DomainJobEvents {
  readonly tunable: DomainTunableEvent;
  readonly migrationIteration: DomainMigrationIterationEvent;
  readonly jobCompleted: DomainJobCompletedEvent;
}

export const domainJobKinds: { readonly [Kind in keyof DomainJobEvents]: EventKind<DomainJobEvents[Kind]> } = {
  tunable: eventKind(DomainEventID.TUNABLE, procedures.DOMAIN_EVENT_CALLBACK_TUNABLE, (objects, { dom, params }) => ({
    kind: 'tunable',
    domain: objects.domain(dom),
    params: readTypedParams(params),
  })),
  migrationIteration: eventKind(
    DomainEventID.MIGRATION_ITERATION,
    procedures.DOMAIN_EVENT_CALLBACK_MIGRATION_ITERATION,
    (objects, { dom, iteration }) => ({ kind: 'migrationIteration', domain: objects.domain(dom), iteration }),
  ),
  jobCompleted: eventKind(
    DomainEventID.JOB_COMPLETED,
    procedures.DOMAIN_EVENT_CALLBACK_JOB_COMPLETED,
    (objects, { dom, params }) => ({
      kind: 'jobCompleted',
      domain: objects.domain(dom),
      params: readTypedParams(params),
    }),
  ),
};
