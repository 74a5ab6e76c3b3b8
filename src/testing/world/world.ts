import { randomUUID } from 'node:crypto';
import {
  DomainCreateFlags,
  DomainEventType,
  DomainPausedReason,
  DomainRunningReason,
  DomainShutoffReason,
  DomainState,
} from '../../api/generated/constants.js';
import { procedures, type remote_nonnull_domain } from '../../protocol/generated/remote/index.js';
import { formatUuid } from '../../protocol/uuid.js';
import { closeQuietly } from '../../transport/close-quietly.js';
import type { Client } from '../wire/client.js';
import { Callbacks } from './callbacks.js';
import { type Description, describe } from './describe.js';
import type { Dialect, Happening } from './dialects/dialect.js';
import { factsOf, TestDomain, wireDomain } from './domain.js';
import { report } from './report.js';

/** How a domain is started. */
export interface Start {
  readonly flags?: number;
  /** Gives the descriptors that it is started with, which are the world's from then on. */
  readonly takeFds?: () => readonly number[];
  readonly client?: Client;
}

/** The domains that there are, and what happens to them. Who watches is told of everything before it returns. */
export class World {
  readonly dialect: Dialect;
  readonly callbacks: Callbacks = new Callbacks();
  readonly #domains = new Map<string, TestDomain>();
  #ids = 0;

  constructor(dialect: Dialect) {
    this.dialect = dialect;
  }

  /** In the order in which they came to be. */
  get domains(): TestDomain[] {
    return [...this.#domains.values()];
  }

  /** The domain that a client means. @throws Failure */
  find({ uuid, name }: remote_nonnull_domain): TestDomain {
    const text = formatUuid(uuid);
    const domain = this.#domains.get(text);
    if (domain !== undefined) return domain;
    const what = `no domain with matching uuid '${text}' (${name})`;
    throw report('VIR_ERR_NO_DOMAIN', this.dialect.errorDomain, what);
  }

  /** @throws Failure */
  define(xml: string): TestDomain {
    const description = describe(xml);
    const found = this.#clash(description);
    const domain = found ?? this.#add(description);
    const facts = factsOf(domain);
    const updated = domain.running ? facts.next !== null : facts.persistent;
    if (domain.running) facts.next = description;
    else facts.description = description;
    facts.persistent = true;
    this.#tell(domain, [DomainEventType.DEFINED, updated ? 1 : 0]);
    return domain;
  }

  /** Starts a domain that stays only if it was there before. @throws Failure */
  create(xml: string, start: Start = {}): TestDomain {
    const description = describe(xml);
    const found = this.#clash(description);
    if (found?.running) {
      throw report('VIR_ERR_OPERATION_INVALID', 'VIR_FROM_DOMAIN', `domain '${found.name}' is already active`);
    }
    const domain = found ?? this.#add(description);
    const facts = factsOf(domain);
    if (found !== undefined) facts.next = facts.description;
    facts.description = description;
    this.start(domain, start);
    return domain;
  }

  start(domain: TestDomain, { flags = 0, takeFds = () => [], client }: Start = {}): void {
    const facts = factsOf(domain);
    const paused = (flags & DomainCreateFlags.START_PAUSED) !== 0;
    this.#ids++;
    facts.id = this.#ids;
    facts.state = paused ? DomainState.PAUSED : DomainState.RUNNING;
    facts.reason = paused ? DomainPausedReason.USER : DomainRunningReason.BOOTED;
    facts.fds = takeFds();
    facts.owner = (flags & DomainCreateFlags.START_AUTODESTROY) === 0 ? null : (client ?? null);
    facts.startedAt = performance.now();
    if (facts.persistent) facts.next ??= facts.description;
    for (const happening of this.dialect.onStart) this.#tell(domain, happening);
    if (paused) this.#tell(domain, [DomainEventType.SUSPENDED, 0]);
  }

  /** A domain that runs does not any more. */
  stop(domain: TestDomain, reason: number, happenings: readonly Happening[]): void {
    const facts = factsOf(domain);
    const isBefore = ([event]: Happening) => event === DomainEventType.SHUTDOWN;
    for (const happening of happenings.filter(isBefore)) this.#tell(domain, happening);
    const keepsId = this.dialect.tellsOldId && facts.next === null;
    const told = keepsId ? facts.id : -1;
    facts.id = -1;
    facts.state = DomainState.SHUTOFF;
    facts.reason = reason;
    facts.owner = null;
    facts.description = facts.next ?? facts.description;
    facts.next = null;
    for (const fd of domain.takeFds()) closeQuietly(fd);
    if (!facts.persistent) this.#domains.delete(domain.uuid);
    for (const happening of happenings.filter((one) => !isBefore(one))) this.#tell(domain, happening, told);
  }

  suspend(domain: TestDomain): void {
    const facts = factsOf(domain);
    facts.state = DomainState.PAUSED;
    facts.reason = DomainPausedReason.USER;
    this.#tell(domain, [DomainEventType.SUSPENDED, 0]);
  }

  resume(domain: TestDomain): void {
    const facts = factsOf(domain);
    facts.state = DomainState.RUNNING;
    facts.reason = DomainRunningReason.UNPAUSED;
    this.#tell(domain, [DomainEventType.RESUMED, 0]);
  }

  undefine(domain: TestDomain): void {
    const facts = factsOf(domain);
    facts.persistent = false;
    if (this.dialect.forgetsAutostart) facts.autostart = false;
    if (!domain.running) this.#domains.delete(domain.uuid);
    this.#tell(domain, [DomainEventType.UNDEFINED, 0]);
  }

  /** A client is gone, and with it the domains that it has said are to go with it. */
  forget(client: Client): void {
    this.callbacks.forget(client);
    for (const domain of this.domains) {
      if (factsOf(domain).owner === client) this.stop(domain, DomainShutoffReason.DESTROYED, this.dialect.onDestroy);
    }
  }

  /** Gives the descriptors back that domains were started with. */
  close(): void {
    for (const domain of this.domains) for (const fd of domain.takeFds()) closeQuietly(fd);
  }

  /** The domain that a description is of, if it is there already. @throws Failure where another is in its way */
  #clash({ name, uuid }: Description): TestDomain | undefined {
    const failed = (detail: string) => report('VIR_ERR_OPERATION_FAILED', 'VIR_FROM_DOMAIN', detail);
    const same = uuid === null ? undefined : this.#domains.get(uuid);
    if (same !== undefined) {
      if (same.name !== name) throw failed(`domain '${same.name}' is already defined with uuid ${same.uuid}`);
      return same;
    }
    const other = this.domains.find((domain) => domain.name === name);
    if (other !== undefined) throw failed(`domain '${name}' already exists with uuid ${other.uuid}`);
    return undefined;
  }

  #add(description: Description): TestDomain {
    const uuid = description.uuid ?? randomUUID();
    const facts = {
      uuid,
      description,
      next: null,
      id: -1,
      state: DomainState.SHUTOFF,
      reason: DomainShutoffReason.UNKNOWN,
      persistent: false,
      autostart: false,
      fds: [],
      owner: null,
      startedAt: 0,
    };
    const domain = new TestDomain(facts, this);
    this.#domains.set(uuid, domain);
    return domain;
  }

  #tell(domain: TestDomain, [event, detail]: Happening, id: number = domain.id): void {
    const msg = { dom: { ...wireDomain(domain), id }, event, detail };
    this.callbacks.tell(procedures.DOMAIN_EVENT_CALLBACK_LIFECYCLE as never, { msg }, []);
  }
}
