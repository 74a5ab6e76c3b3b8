import { procedures } from '../../protocol/generated/remote/index.js';
import { SecretEventID, type SecretEventLifecycleType } from '../generated/constants.js';
import type { Secret } from '../secret.js';
import { type EventKind, eventKind } from './kind.js';

/** What every event of a secret has. */
export interface SecretEventBase<Kind extends string> {
  /** Which kind of event it is: the other fields follow from it. */
  readonly kind: Kind;
  /** The secret that it happened to. */
  readonly secret: Secret;
}

/**
 * A secret was defined or undefined.
 *
 * C: [virConnectSecretEventLifecycleCallback](https://libvirt.org/html/libvirt-libvirt-secret.html#virConnectSecretEventLifecycleCallback)
 */
export interface SecretLifecycleEvent extends SecretEventBase<'lifecycle'> {
  readonly event: SecretEventLifecycleType;
  /** No details are defined: 0. */
  readonly detail: number;
}

/** A secret got another value. */
export type SecretValueChangedEvent = SecretEventBase<'valueChanged'>;

/** The events of secrets, by their kind. */
export interface SecretEvents {
  readonly lifecycle: SecretLifecycleEvent;
  readonly valueChanged: SecretValueChangedEvent;
}

export type SecretEventKind = keyof SecretEvents;

/** Any event of a secret: its `kind` says which. */
export type SecretEvent = SecretEvents[SecretEventKind];

/** The events of secrets, by what C calls them. */
export interface SecretEventsByID {
  readonly [SecretEventID.LIFECYCLE]: SecretLifecycleEvent;
  readonly [SecretEventID.VALUE_CHANGED]: SecretValueChangedEvent;
}

export const secretKinds: { readonly [Kind in SecretEventKind]: EventKind<SecretEvents[Kind]> } = {
  lifecycle: eventKind(
    SecretEventID.LIFECYCLE,
    procedures.SECRET_EVENT_LIFECYCLE,
    (objects, { secret, event, detail }) => ({
      kind: 'lifecycle',
      secret: objects.secret(secret),
      event: event as SecretEventLifecycleType,
      detail,
    }),
  ),
  valueChanged: eventKind(
    SecretEventID.VALUE_CHANGED,
    procedures.SECRET_EVENT_VALUE_CHANGED,
    (objects, { secret }) => ({
      kind: 'valueChanged',
      secret: objects.secret(secret),
    }),
  ),
};
