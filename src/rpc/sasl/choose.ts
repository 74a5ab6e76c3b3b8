import { AuthError } from '../../errors.js';

/** With a password, the best first: all but the last keep it from the daemon. */
const WITH_PASSWORD = ['SCRAM-SHA-512', 'SCRAM-SHA-256', 'SCRAM-SHA-1', 'PLAIN'];
/** Without a password. */
const WITHOUT = ['EXTERNAL', 'GSSAPI'];
/** All that this library speaks. ANONYMOUS is only for who asks for it. */
const SPOKEN = [...WITH_PASSWORD, ...WITHOUT, 'ANONYMOUS'];
/** Those that can protect what follows, as a connection needs that others can read. */
const PROTECTING = ['GSSAPI'];

/** What a choice depends on. */
export interface Circumstances {
  /** What the daemon offers. */
  readonly offered: readonly string[];
  /** What was asked for. `null`: nothing. */
  readonly wanted: string | null;
  /** Whether the transport keeps secrets. */
  readonly secure: boolean;
  /** Whether there is a password, without asking anybody. */
  readonly hasPassword: boolean;
}

function none(why: string, { offered }: Circumstances): AuthError {
  const names = offered.length === 0 ? 'nothing' : offered.join(', ');
  return new AuthError(`${why}: the daemon offers SASL by ${names}`, { reason: 'mechanism' });
}

/**
 * The mechanisms to try, in their order: at least one.
 *
 * @throws AuthError that names what the daemon offers
 */
export function mechanismsToTry(circumstances: Circumstances): readonly string[] {
  const { offered, wanted, secure, hasPassword } = circumstances;
  const usable = (name: string): boolean => secure || PROTECTING.includes(name);
  if (wanted !== null) {
    if (!offered.includes(wanted))
      throw none(`${wanted} was asked for, and the daemon does not have it`, circumstances);
    if (!SPOKEN.includes(wanted)) throw none(`this library does not speak ${wanted}`, circumstances);
    if (!usable(wanted)) {
      throw none(`${wanted} is not used over a network without encryption; +tls and +ssh encrypt`, circumstances);
    }
    return [wanted];
  }
  const among = (names: readonly string[]): readonly string[] =>
    names.filter((name) => offered.includes(name) && usable(name));
  // Nobody is asked for a password twice, nor where it can be done without.
  const withPassword = among(WITH_PASSWORD).slice(0, 1);
  const found = hasPassword ? [...withPassword, ...among(WITHOUT)] : [...among(WITHOUT), ...withPassword];
  if (found.length > 0) return found;
  const spoken = offered.filter((name) => SPOKEN.includes(name));
  if (spoken.length === 0) {
    throw none(
      `this library speaks ${SPOKEN.join(', ')}, of which mech_list in /etc/sasl2/libvirt.conf on the daemon’s host has to have one`,
      circumstances,
    );
  }
  if (!spoken.some(usable)) {
    throw none(
      `over a network without encryption, this library speaks ${PROTECTING.join(', ')} alone; +tls and +ssh encrypt`,
      circumstances,
    );
  }
  throw none('ANONYMOUS is used only where options.auth or the URI names it', circumstances);
}
