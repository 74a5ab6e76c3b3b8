import { OPERATIONS, type OperationName, WITH_DESCRIPTORS } from './fault-operations.js';
import { type Carrier, type FaultPlan, faultsBy } from './fault-plan.js';
import type { Random } from './fault-random.js';

/** Milliseconds. */
const PATIENCE = 150;

/** What ends what nobody answers any more. */
export interface Limits {
  /** Of each call; `undefined`: none. */
  readonly timeout: number | undefined;
  readonly keepalive: { readonly interval: number; readonly count: number } | false;
  /** Of the connection's opening. */
  readonly connecting: number | undefined;
}

/** All that a seed decides. */
export interface ConversationPlan {
  readonly carrier: Carrier;
  readonly faults: FaultPlan;
  readonly limits: Limits;
  /** Those of one step are made at the same time. */
  readonly steps: readonly (readonly OperationName[])[];
  /** Whether events are listened to. */
  readonly listens: boolean;
  /** Who ends the connection: the client, or the network. */
  readonly ending: 'client' | 'network';
}

const NAMES = Object.keys(OPERATIONS) as OperationName[];

function limitsFor(faults: FaultPlan, random: Random): Limits {
  const kind = faults.blow?.kind;
  const patient = random.chance(0.3) ? { interval: 1, count: 5 } : (false as const);
  switch (kind) {
    case 'swallow':
    case 'block': {
      const connecting = 3 * PATIENCE;
      return random.chance(0.5)
        ? { timeout: undefined, keepalive: { interval: 0.05, count: random.int(0, 2) }, connecting }
        : { timeout: PATIENCE, keepalive: false, connecting };
    }
    case 'corrupt':
      return { timeout: PATIENCE, keepalive: patient, connecting: 3 * PATIENCE };
    default:
      return { timeout: undefined, keepalive: patient, connecting: undefined };
  }
}

export function conversationBy(random: Random): ConversationPlan {
  const carrier = random.weighted<Carrier>({ koffi: 70, usocket: 0, none: 12, tcp: 18 });
  const names = NAMES.filter((name) => carrier === 'koffi' || carrier === 'usocket' || !WITH_DESCRIPTORS.has(name));
  const steps = Array.from({ length: random.int(1, 3) }, () =>
    Array.from({ length: random.pick([1, 1, 2, 3]) }, () => random.pick(names)),
  );
  const listens = random.chance(0.4);
  const faults = faultsBy(random, 8 + 2 * steps.flat().length);
  return {
    carrier,
    faults,
    limits: limitsFor(faults, random),
    steps,
    listens,
    ending: random.pick(['client', 'network']),
  };
}
