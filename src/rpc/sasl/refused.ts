import { AuthError, type RemoteError } from '../../errors.js';
import type { SaslMechanism } from './mechanism.js';

/** The error for a login that the daemon broke off: it says only that, but when it does so tells why. */
export function refused({ name, accepted }: SaslMechanism, cause: RemoteError): AuthError {
  if (accepted) {
    return new AuthError(
      `the daemon took the credentials for ${name}, and does not let their user in: ${cause.message}; ` +
        'sasl_allowed_username_list in libvirtd.conf says who is let in',
      { reason: 'denied', cause },
    );
  }
  if (cause.procedure === 'AUTH_SASL_START' && name !== 'PLAIN') {
    return new AuthError(
      `the daemon did not begin a login by ${name}: ${cause.message}; its host has no such user, or none with a password ` +
        `that serves for ${name}: "saslpasswd2 -a libvirt NAME" there gives a user one`,
      { reason: 'credentials', cause },
    );
  }
  // Both have the same answer, at the same time.
  return new AuthError(
    `the daemon did not accept the login by ${name}: ${cause.message}; the user or the password is wrong, or ` +
      'sasl_allowed_username_list in libvirtd.conf has not this user: the log of the daemon tells which',
    { reason: 'credentials', cause },
  );
}
