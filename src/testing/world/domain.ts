import { DomainEventType, DomainShutoffReason, DomainState } from '../../api/generated/constants.js';
import { inspectAs } from '../../api/inspect.js';
import { invalidArgValue } from '../../errors.js';
import type { remote_nonnull_domain } from '../../protocol/generated/remote/index.js';
import { parseUuid } from '../../protocol/uuid.js';
import type { Client } from '../wire/client.js';
import type { Description } from './describe.js';
import type { Happening } from './dialects/dialect.js';

/** What the world knows of a domain: for this library's other files. */
export interface DomainFacts {
  readonly uuid: string;
  /** What it runs with, or would. */
  description: Description;
  /** What a running domain that is or was defined has besides: what it is started with the next time. */
  next: Description | null;
  id: number;
  state: DomainState;
  reason: number;
  persistent: boolean;
  autostart: boolean;
  fds: readonly number[];
  /** Whose end is its end. */
  owner: Client | null;
  startedAt: number;
}

/** What a domain needs of the world that it is in. */
export interface DomainHost {
  /** It starts, from the outside. */
  start(domain: TestDomain): void;
  /** It stops, by itself. */
  stop(domain: TestDomain, reason: number, happenings: readonly Happening[]): void;
}

/** What the world knows of a domain: for this library's other files. */
export let factsOf: (domain: TestDomain) => DomainFacts;

/** What a domain is on the wire: for this library's other files. */
export function wireDomain(domain: TestDomain): remote_nonnull_domain {
  return { name: domain.name, uuid: parseUuid('uuid', domain.uuid), id: domain.id };
}

/** A domain of the daemon's world, as the hypervisor and the guest itself see it: what happens to it, happens unasked. */
export class TestDomain {
  readonly #facts: DomainFacts;
  readonly #host: DomainHost;

  static {
    factsOf = (domain) => domain.#facts;
    inspectAs(TestDomain.prototype, ({ name, uuid, id, xml }) => ({ name, uuid, id, xml }));
  }

  /** Domains are made by `TestDaemon.define`, `TestDaemon.create`, and clients. */
  constructor(facts: DomainFacts, host: DomainHost) {
    this.#facts = facts;
    this.#host = host;
  }

  get name(): string {
    return this.#facts.description.name;
  }

  /** In canonical form. */
  get uuid(): string {
    return this.#facts.uuid;
  }

  /** −1 while it does not run. */
  get id(): number {
    return this.#facts.id;
  }

  get state(): DomainState {
    return this.#facts.state;
  }

  get running(): boolean {
    return this.#facts.id !== -1;
  }

  get paused(): boolean {
    return this.#facts.state === DomainState.PAUSED;
  }

  /** Whether it stays when it stops. */
  get persistent(): boolean {
    return this.#facts.persistent;
  }

  get autostart(): boolean {
    return this.#facts.autostart;
  }

  /** Its description, as the daemon would give it. */
  get xml(): string {
    return this.#facts.description.xml(this.uuid, this.id);
  }

  /** How many descriptors it was started with, and has still. */
  get fdCount(): number {
    return this.#facts.fds.length;
  }

  /**
   * Takes the descriptors that it was started with, as its init would see them from 3 on: they are the caller's to close
   * from now on. Those that nobody takes are closed when it stops.
   */
  takeFds(): number[] {
    const fds = [...this.#facts.fds];
    this.#facts.fds = [];
    return fds;
  }

  /** Starts it, as somebody else's client would. @throws TypeError where it runs */
  start(): void {
    if (this.running) throw invalidArgValue('the domain', `${this.name} runs already`);
    this.#host.start(this);
  }

  /** Its guest powers itself off. @throws TypeError where it does not run */
  shutdown(): void {
    this.#stop(DomainShutoffReason.SHUTDOWN);
  }

  /** Its guest crashes. @throws TypeError where it does not run */
  crash(): void {
    this.#stop(DomainShutoffReason.CRASHED);
  }

  /** The hypervisor fails it. @throws TypeError where it does not run */
  fail(): void {
    this.#stop(DomainShutoffReason.FAILED);
  }

  #stop(reason: number): void {
    if (!this.running) throw invalidArgValue('the domain', `${this.name} does not run`);
    // What an event says of why a domain has stopped, counts the same from 0 as the reasons do from 1.
    this.#host.stop(this, reason, [[DomainEventType.STOPPED, reason - 1]]);
  }
}
