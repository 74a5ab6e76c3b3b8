import type { Procedure } from '../../protocol/procedure.js';
import type { ApiObject } from '../object.js';
import { wireOf } from '../object.js';
import type { CallbackMessage, EventKind } from './kind.js';
import { type EventSource, eventSource } from './source.js';

/** Events that one pair of C functions registers and deregisters: those of domains, of networks, … */
export interface EventFamily<Events extends object, Target extends ApiObject<unknown>> {
  /** What messages call it: `'domain'`. */
  readonly name: string;
  readonly kinds: { readonly [Kind in keyof Events]: EventKind<Events[Kind]> };
  /** The class of the objects that events can be asked of. */
  readonly target: abstract new (
    ...args: never
  ) => Target;
  readonly register: { readonly name: string };
  readonly deregister: { readonly name: string };
  /** A kind of event, of one object or, where that is `null`, of all. */
  readonly source: <Event>(kind: EventKind<Event>, target: Target | null) => EventSource<Event>;
}

interface FamilyFacts<Events extends object, Target extends ApiObject<Wire>, Wire, Args> {
  readonly name: string;
  readonly kinds: { readonly [Kind in keyof Events]: EventKind<Events[Kind]> };
  readonly target: abstract new (...args: never) => Target;
  readonly register: Procedure<Args, CallbackMessage>;
  readonly args: (eventID: number, wire: Wire | null) => Args;
  readonly deregister: Procedure<CallbackMessage, void>;
  /** What tells an object from others. */
  readonly keyOf: (target: Target) => string;
}

export function eventFamily<Events extends object, Target extends ApiObject<Wire>, Wire, Args>(
  facts: FamilyFacts<Events, Target, Wire, Args>,
): EventFamily<Events, Target> {
  const { register, deregister, args, keyOf } = facts;
  return {
    ...facts,
    source: (kind, target) => {
      const wire = target === null ? null : wireOf<Wire>(target);
      const of = target === null ? '' : keyOf(target);
      return eventSource(kind, of, register, args(kind.id, wire), deregister);
    },
  };
}
