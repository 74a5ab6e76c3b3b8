import { UnsupportedError } from '../errors.js';
import type { Transport, TransportEvents } from './transport.js';

/** Why no other way to a daemon carries descriptors than a UNIX socket of this host. */
const ONLY_LOCALLY =
  'only a UNIX socket of this host carries them; connect on the host itself, by a URI without a host or with +unix';

/** The part of a transport without descriptors that is about them. */
export abstract class WithoutDescriptors implements Transport {
  abstract readonly kind: string;
  abstract readonly secure: boolean;
  abstract readonly encrypted: boolean;
  readonly supportsFds = false;
  readonly whyNoFds: string;

  constructor(whyNoFds: string = ONLY_LOCALLY) {
    this.whyNoFds = whyNoFds;
  }

  abstract start(events: TransportEvents): void;
  abstract write(bytes: Uint8Array, fds?: readonly number[]): boolean;
  abstract pause(): void;
  abstract resume(): void;
  abstract ref(keep: boolean): void;
  abstract close(): void;

  duplicate(): number {
    throw this.#unsupported();
  }

  /** There are none. */
  release(): void {}

  /** @throws UnsupportedError where there are some */
  protected refuse(fds: readonly number[]): void {
    if (fds.length > 0) throw this.#unsupported();
  }

  #unsupported(): UnsupportedError {
    return new UnsupportedError(`descriptors cannot be sent: ${this.whyNoFds}`);
  }
}
