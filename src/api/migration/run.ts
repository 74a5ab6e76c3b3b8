import { LibvirtError, RemoteError, UnsupportedError } from '../../errors.js';
import type { remote_nonnull_domain } from '../../protocol/generated/remote/index.js';
import type { DomainBase } from '../base/domain.js';
import { DomainMigrateFlags } from '../generated/constants.js';
import { abortJob } from './abort-job.js';
import { has } from './flags.js';
import type { GiveUp } from './give-up.js';
import { type Cookie, type Finished, type MigrationSteps, NO_COOKIE, type Prepared } from './steps.js';

const { ABORT_ON_ERROR, AUTO_CONVERGE, CHANGE_PROTECTION, OFFLINE, PAUSED } = DomainMigrateFlags;

/** What is to be done, and to whom. */
export interface MigrationPlan {
  readonly domain: DomainBase;
  readonly steps: MigrationSteps;
  readonly flags: number;
  /** Whether the source keeps the domain from being changed from Begin to Confirm, and so has a job from Begin on. */
  readonly protects: boolean;
  readonly giveUp: GiveUp;
}

/** How far the source has come when the destination is to finish. */
interface Performed {
  readonly cookie: Cookie;
  /** Why the destination is to cancel. */
  readonly failure: unknown;
  /** Whether the source is to hear of the end: after a Perform that failed, it knows. */
  readonly confirms: boolean;
}

/**
 * Migrates a domain, as the C client does: Begin at the source, Prepare at the destination, Perform at the source,
 * Finish at the destination, Confirm at the source, each with the cookie of the one before. Where a step fails, those
 * that undo what was done before it are gone through nevertheless, and the error is that of the first.
 */
export async function runMigration(plan: MigrationPlan): Promise<remote_nonnull_domain> {
  const { steps, protects, giveUp } = plan;
  const protection = protects ? CHANGE_PROTECTION : 0;
  const begun = await steps.begin(plan.flags | protection);
  const flags = plan.flags | ((await steps.paused()) ? PAUSED : 0);
  const atSource = flags | protection;
  const atDestination = flags & ~(ABORT_ON_ERROR | AUTO_CONVERGE);

  let prepared: Prepared;
  try {
    giveUp.check(true);
    prepared = await steps.prepare(begun, atDestination);
  } catch (error) {
    // Without protection, Begin has left nothing behind.
    if (protects) await confirm(plan, NO_COOKIE, atSource, true);
    throw error;
  }

  const { cookie, failure, confirms } = await perform(plan, prepared, atSource);
  let finished: Finished | null = null;
  let finishing: unknown = null;
  try {
    finished = await steps.finish(cookie, atDestination, failure !== null);
  } catch (error) {
    finishing = error;
  }
  if (confirms) await confirm(plan, finished?.cookie ?? NO_COOKIE, atSource, finished === null);
  // Where the destination has the domain all the same, it is there.
  if (finished !== null) return finished.dom;
  throw failure === null || tellsMore(finishing, failure) ? finishing : failure;
}

/** Has the domain's state sent, and does not fail. */
async function perform(
  { domain, steps, flags, giveUp }: MigrationPlan,
  prepared: Prepared,
  atSource: number,
): Promise<Performed> {
  try {
    giveUp.check(true);
    if (prepared.uri === null) throw noUri();
  } catch (failure) {
    return { cookie: prepared.cookie, failure, confirms: true };
  }
  if (has(flags, OFFLINE)) return { cookie: NO_COOKIE, failure: null, confirms: true };
  try {
    const cookie = await abortable(domain, giveUp, () => steps.perform(prepared, atSource));
    return { cookie, failure: null, confirms: true };
  } catch (failure) {
    return { cookie: NO_COOKIE, failure, confirms: false };
  }
}

/**
 * Waits for a migration that the source does, and has it aborted when it is to be given up.
 *
 * @throws AbortError, TimeoutError where that is why it failed
 */
export async function abortable<T>(domain: DomainBase, giveUp: GiveUp, work: () => Promise<T>): Promise<T> {
  let going = true;
  try {
    return await giveUp.during(work, () => void abortJob(domain, () => going));
  } catch (error) {
    throw giveUp.due ? giveUp.error(true) : error;
  } finally {
    going = false;
  }
}

/** Tells the source how it ended. The end is what it is, whether or not the source hears of it. */
async function confirm(
  { domain, steps }: MigrationPlan,
  cookie: Cookie,
  flags: number,
  cancelled: boolean,
): Promise<void> {
  try {
    await steps.confirm(cookie, flags, cancelled);
  } catch (error) {
    if (!(error instanceof LibvirtError)) throw error;
    const what = cancelled ? 'was not migrated' : 'was migrated';
    process.emitWarning(`${domain.name} ${what}, but is probably left paused at the source: ${error.message}`, {
      type: 'LibvirtMigrationWarning',
      code: error.code,
    });
  }
}

function noUri(): UnsupportedError {
  return new UnsupportedError('the destination does not say where to migrate to: give a migrate_uri');
}

/** Whether the destination knows better why qemu's migration failed than the source, which saw it fail. */
function tellsMore(finishing: unknown, failure: unknown): boolean {
  return (
    failure instanceof RemoteError &&
    failure.code === 'VIR_ERR_OPERATION_FAILED' &&
    failure.domain === 'VIR_FROM_QEMU' &&
    finishing instanceof RemoteError &&
    finishing.domain === 'VIR_FROM_QEMU' &&
    finishing.code !== 'VIR_ERR_MIGRATE_FINISH_OK'
  );
}
