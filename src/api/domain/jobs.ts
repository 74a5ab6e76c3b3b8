import type { DomainJobStats } from '../jobs/stats.js';
import { type JobProgressOptions, jobWatch } from '../jobs/watch.js';
import { DomainMigration } from './migration.js';

/** What a domain's jobs tell of themselves: migrating, saving, dumping, backing up. */
export class DomainJobs extends DomainMigration {
  /**
   * Watches the domain's job: what `getJobStats` says, again and again, until the job is over. What it ended with is
   * what the call tells that began it.
   *
   *     const migration = domain.migrate3(destination, {}, DomainMigrateFlags.LIVE);
   *     for await (const { memoryProcessed, memoryTotal } of domain.jobProgress({ during: migration })) {
   *       console.log(`${memoryProcessed} of ${memoryTotal} bytes`);
   *     }
   *     await migration;
   *
   * Each look is a call on the same connection, which needs a place beside the one that does the job: see
   * `ConnectOptions.maxInFlight`.
   *
   * C: [virDomainGetJobStats](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetJobStats)
   *
   * @returns an iterator that ends with the job; at once, where there is none and `during` is not given
   * @throws AbortError by `signal`, which ends the watching and not the job; RemoteError
   * @since libvirt 1.0.3
   */
  jobProgress(options: JobProgressOptions = {}): AsyncGenerator<DomainJobStats, void, undefined> {
    return jobWatch(this, options);
  }
}
