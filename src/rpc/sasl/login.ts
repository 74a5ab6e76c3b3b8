import { unlessAborted } from '../../abort.js';
import { AuthError, RemoteError, UnsupportedError } from '../../errors.js';
import { procedures } from '../../protocol/generated/remote/index.js';
import type { CallOptions } from '../options.js';
import type { Progress } from '../progress.js';
import type { Session } from '../session.js';
import { mechanismsToTry } from './choose.js';
import { type MechanismContext, makeMechanism } from './make.js';
import type { SaslMechanism } from './mechanism.js';
import { refused } from './refused.js';

/** More than any mechanism needs. */
const MAX_STEPS = 16;

/** What both replies of the daemon say. */
interface Reply {
  readonly complete: number;
  readonly nil: number;
  readonly data: Uint8Array;
}

/** A message as it travels: none is not the same as an empty one. */
function carried(message: Uint8Array | null): { nil: number; data: Uint8Array } {
  return message === null ? { nil: 1, data: new Uint8Array() } : { nil: 0, data: message };
}

/** What the daemon offers, in its order. */
async function offeredBy(session: Session, options: CallOptions): Promise<readonly string[]> {
  try {
    const { mechlist } = await session.call(procedures.AUTH_SASL_INIT, undefined, options);
    return mechlist.toUpperCase().match(/[\w-]+/gu) ?? [];
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    throw new AuthError(
      `the daemon offers SASL, and cannot begin it: ${error.message}; its log says why, and /etc/sasl2/libvirt.conf on ` +
        'its host has the settings',
      { reason: 'mechanism', cause: error },
    );
  }
}

async function started(mechanism: SaslMechanism, signal: AbortSignal | undefined): Promise<Uint8Array | null> {
  try {
    return await unlessAborted(mechanism.start(), signal);
  } catch (error) {
    mechanism.end?.();
    throw error;
  }
}

/** The first mechanism that there is what it needs for, and its first message. */
async function begin(
  names: readonly string[],
  context: MechanismContext,
  signal: AbortSignal | undefined,
): Promise<{ readonly mechanism: SaslMechanism; readonly first: Uint8Array | null }> {
  const failures: Error[] = [];
  for (const name of names) {
    try {
      const mechanism = await makeMechanism(name, context, signal);
      const first = await started(mechanism, signal);
      return { mechanism, first };
    } catch (error) {
      // What is not installed here, and what has no credentials, leaves the others.
      if (!(error instanceof AuthError || error instanceof UnsupportedError)) throw error;
      failures.push(error);
    }
  }
  const [cause] = failures;
  if (failures.length === 1 && cause !== undefined) throw cause;
  const reasons = failures.map(({ message }) => message).join('; and ');
  throw new AuthError(reasons, { reason: 'credentials', cause });
}

/** One conversation, from its first message to its end. */
async function converse(
  session: Session,
  mechanism: SaslMechanism,
  first: Uint8Array | null,
  options: CallOptions,
): Promise<void> {
  try {
    const mech = mechanism.name;
    let reply: Reply = await session.call(procedures.AUTH_SASL_START, { mech, ...carried(first) }, options);
    for (let steps = 0; steps < MAX_STEPS; steps++) {
      const done = reply.complete !== 0;
      if (done && mechanism.complete) return;
      const response = await unlessAborted(mechanism.step(reply.nil !== 0 ? null : reply.data), options.signal);
      if (done && mechanism.complete) return;
      if (done) {
        throw new AuthError('the daemon ended the login before it had proved who it is: it may be somebody else', {
          reason: 'proof',
        });
      }
      reply = await session.call(procedures.AUTH_SASL_STEP, carried(response), options);
    }
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    throw refused(mechanism, error);
  } finally {
    mechanism.end?.();
  }
  throw new AuthError(`the login by ${mechanism.name} did not come to an end`, { reason: 'mechanism' });
}

/**
 * Logs in by SASL.
 *
 * @param wanted a mechanism's name. `null`: the best
 * @returns the mechanism, which is complete, and whose layer is to protect what follows
 * @throws AuthError
 */
export async function saslLogin(
  session: Session,
  wanted: string | null,
  context: MechanismContext,
  options: CallOptions,
  progress: Progress,
): Promise<SaslMechanism> {
  const { secure, credentials } = context;
  progress.reach('the daemon asks for a login by SASL, and has not said by which mechanisms');
  const offered = await offeredBy(session, options);
  const { hasPassword } = await credentials.known();
  const names = mechanismsToTry({ offered, wanted: wanted?.toUpperCase() ?? null, secure, hasPassword });
  progress.reach(`the daemon asks for a login by ${names.join(' or ')}, and it is not known yet who logs in`, true);
  const { mechanism, first } = await begin(names, context, options.signal);
  progress.reach(`the daemon has not ended the login by ${mechanism.name}`);
  try {
    await converse(session, mechanism, first, options);
    return mechanism;
  } catch (error) {
    const otherForm =
      error instanceof AuthError && error.reason === 'credentials' ? await mechanism.otherForm?.() : null;
    if (!otherForm) throw error;
    // A refused login can be begun again on the same connection.
    await offeredBy(session, options);
    await converse(session, otherForm, await otherForm.start(), options);
    return otherForm;
  }
}
