import type { Domain } from '../../domain/domain.js';

/** What every event of a domain has. */
export interface DomainEventBase<Kind extends string> {
  /** Which kind of event it is: the other fields follow from it. */
  readonly kind: Kind;
  /** The domain that it happened to. */
  readonly domain: Domain;
}
