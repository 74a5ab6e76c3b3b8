import { setTimeout as delay } from 'node:timers/promises';
import { RemoteError } from '../../errors.js';
import { procedures } from '../../protocol/generated/remote/index.js';
import type { DomainBase } from '../base/domain.js';
import { sessionOf } from '../connection/base.js';
import { wireOf } from '../object.js';

/** Milliseconds after which a job that could not be aborted, since it had not begun yet, say, is tried again. */
const AGAIN = 200;

/** Has a domain's job aborted, as long as it is `going`. Never rejected: what becomes of the job, its call tells. */
export async function abortJob(domain: DomainBase, going: () => boolean): Promise<void> {
  const session = sessionOf(domain.connection);
  while (going()) {
    try {
      await session.call(procedures.DOMAIN_ABORT_JOB, { dom: wireOf(domain) });
      return;
    } catch (error) {
      if (!(error instanceof RemoteError)) return;
    }
    await delay(AGAIN);
  }
}
