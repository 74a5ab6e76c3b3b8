import type { SecurityLayer } from './security-layer.js';

/** The client's side of one login by one SASL mechanism (RFC 4422). */
export interface SaslMechanism {
  /** As IANA has it: `'SCRAM-SHA-256'`. */
  readonly name: string;
  /** Whether the daemon has taken the credentials: where it refuses from here on, it is about what they allow. */
  readonly accepted: boolean;
  /** Whether this side has nothing to say any more, and has seen of the daemon what it must see. */
  readonly complete: boolean;
  /** What protects all that follows a complete login. Default: nothing. */
  readonly layer?: SecurityLayer | undefined;
  /** The initial response. `null`: the daemon speaks first. */
  start(): Promise<Uint8Array | null>;
  /**
   * Answers a challenge.
   *
   * @param challenge `null`: the daemon has nothing to say
   * @throws AuthError, ProtocolError
   */
  step(challenge: Uint8Array | null): Promise<Uint8Array | null>;
  /** The same login in another form, where the daemon may have refused no more than the form. `null`: there is none. */
  otherForm?(): Promise<SaslMechanism | null>;
  /** The login is over: gives back what it holds, save what its layer needs. */
  end?(): void;
}

/** Who logs in, and how they show it. */
export interface Login {
  readonly username: string;
  readonly password: string;
}
