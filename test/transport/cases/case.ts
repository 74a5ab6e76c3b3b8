import type { Bench } from '../../support/transport-bench.js';

/** Something that is true of every transport, or of every one that carries descriptors. */
export interface Case {
  readonly name: string;
  readonly run: (bench: Bench) => Promise<void>;
  /** Only for transports that carry descriptors. */
  readonly fds?: true;
}
