import { setTimeout as delay } from 'node:timers/promises';
import { RemoteError } from '../../errors.js';
import { procedures } from '../../protocol/generated/remote/index.js';
import { UNLIMITED } from '../../rpc/options.js';
import type { DomainBase } from '../base/domain.js';
import { sessionOf } from '../connection/base.js';
import { wireOf } from '../object.js';

/** Milliseconds after which a job that cannot be aborted, since it has not begun yet, say, is tried again. */
const FIRST_DELAY = 200;
/** Each time it takes twice as long, up to so many milliseconds: after the switch to post-copy none can be. */
const LONGEST_DELAY = 10_000;

/** Has a domain's job aborted, as long as it is `going`. Never rejected: what becomes of the job, its call tells. */
export async function abortJob(domain: DomainBase, going: () => boolean): Promise<void> {
  const session = sessionOf(domain.connection);
  for (let patience = FIRST_DELAY; going(); patience = Math.min(2 * patience, LONGEST_DELAY)) {
    try {
      await session.call(procedures.DOMAIN_ABORT_JOB, { dom: wireOf(domain) }, UNLIMITED);
      return;
    } catch (error) {
      if (!(error instanceof RemoteError)) return;
    }
    await delay(patience, undefined, { ref: false });
  }
}
