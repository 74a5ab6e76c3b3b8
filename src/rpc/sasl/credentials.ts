import { AuthError } from '../../errors.js';
import type { Login } from './mechanism.js';

/** What is known of who logs in before anybody is asked. */
export interface KnownCredentials {
  readonly username: string | null;
  readonly hasPassword: boolean;
}

/** Where a login's user and password come from. Nothing is looked up before a mechanism asks. */
export interface SaslCredentials {
  known(): Promise<KnownCredentials>;
  /** @throws AuthError where something is neither known nor told */
  login(mechanism: string, signal: AbortSignal | undefined): Promise<Login>;
}

/** None at all. */
export const NO_CREDENTIALS: SaslCredentials = {
  known: async () => ({ username: null, hasPassword: false }),
  login: async (mechanism) => {
    throw new AuthError(`${mechanism} needs a user name and a password, and there are none: give options.auth`, {
      reason: 'credentials',
    });
  },
};
