import { ConnectionError, invalidArgType, invalidArgValue, RemoteError } from '../../errors.js';
import { procedures } from '../../protocol/generated/remote/index.js';
import type { CallOptions } from '../../rpc/options.js';
import type { DomainBase } from '../base/domain.js';
import { sessionOf } from '../connection/base.js';
import { eventsOf } from '../connection/domain-events.js';
import { domainFamily } from '../events/families.js';
import { within } from '../events/within.js';
import { DomainEventType, DomainState } from '../generated/constants.js';
import { wireOf } from '../object.js';
import { DomainJobs } from './jobs.js';

/** A member of `DomainState`, in lower case. */
export type DomainStateName = Lowercase<keyof typeof DomainState>;

/** What an event says of the state that the domain has come to. A domain that has started may be paused already. */
const COME_TO: Readonly<Partial<Record<DomainEventType, DomainState>>> = {
  [DomainEventType.SUSPENDED]: DomainState.PAUSED,
  [DomainEventType.RESUMED]: DomainState.RUNNING,
  [DomainEventType.STOPPED]: DomainState.SHUTOFF,
  [DomainEventType.SHUTDOWN]: DomainState.SHUTDOWN,
  [DomainEventType.PMSUSPENDED]: DomainState.PMSUSPENDED,
  [DomainEventType.CRASHED]: DomainState.CRASHED,
};

/** Waiting for what becomes of a domain. */
export class DomainWait extends DomainJobs {
  /**
   * Waits until the domain is in a state, which it may be already. It listens to the domain's events, and asks for the
   * state only at first and after those that leave it open.
   *
   *     await domain.shutdown();
   *     await domain.waitForState('shutoff', { timeout: 60_000 });
   *
   * @param state a member of `DomainState`, or its name in lower case. Where it is `shutoff`, a domain that is gone, as
   *   a transient one is when it has stopped, counts as being in it
   * @throws RemoteError: `VIR_ERR_NO_DOMAIN` where the domain is gone, and cannot come to the state any more;
   *   AbortError, TimeoutError; ConnectionError also where this side closes the connection; TypeError
   */
  async waitForState(state: DomainState | DomainStateName, options?: CallOptions): Promise<void> {
    const wanted = stateOf(state);
    const name = nameOf(wanted);
    const text = { what: `waiting for domain ${this.name} to be ${name}`, late: `domain ${this.name} was not ${name}` };
    const over = new AbortController();
    try {
      await within(() => untilIn(this, wanted, over.signal), { ...text, sent: false }, options);
    } finally {
      over.abort();
    }
  }
}

async function untilIn(domain: DomainWait, wanted: DomainState, signal: AbortSignal): Promise<void> {
  const hub = eventsOf(domain.connection);
  const events = hub.iterate(domainFamily, 'lifecycle', 'domain', domain, { signal, gaps: true });
  try {
    // What happens after the question is told, and what has happened before is in its answer.
    await events.registered;
    if (await isIn(domain, wanted, signal)) return;
    for await (const event of events) {
      const comeTo = event.kind === 'gap' ? undefined : COME_TO[event.event];
      if (comeTo === wanted || (await isIn(domain, wanted, signal))) return;
    }
  } finally {
    await events.return();
  }
  const text = `domain ${domain.name} was not ${nameOf(wanted)} when the connection was closed`;
  throw new ConnectionError(text, 'ERR_LIBVIRT_CONNECTION_CLOSED', false);
}

async function isIn(domain: DomainBase, wanted: DomainState, signal: AbortSignal): Promise<boolean> {
  const args = { dom: wireOf(domain), flags: 0 };
  try {
    const { state } = await sessionOf(domain.connection).call(procedures.DOMAIN_GET_STATE, args, { signal });
    return state === wanted;
  } catch (error) {
    const gone = error instanceof RemoteError && error.code === 'VIR_ERR_NO_DOMAIN';
    if (gone && wanted === DomainState.SHUTOFF) return true;
    // A connection that comes back tells of the gap then, and the state is asked for again.
    if (error instanceof ConnectionError && sessionOf(domain.connection).open) return false;
    throw error;
  }
}

function stateOf(state: DomainState | DomainStateName): DomainState {
  if (typeof state !== 'string' && typeof state !== 'number') {
    throw invalidArgType('state', 'a member of DomainState, or its name', state);
  }
  const found = Object.entries(DomainState).find(([key, value]) => value === state || key.toLowerCase() === state);
  if (found === undefined) {
    throw invalidArgValue('state', `must be one of ${Object.keys(DomainState).join(', ').toLowerCase()}`);
  }
  return found[1];
}

function nameOf(state: DomainState): string {
  const [name = ''] = Object.entries(DomainState).find(([, value]) => value === state) ?? [];
  return name.toLowerCase();
}
