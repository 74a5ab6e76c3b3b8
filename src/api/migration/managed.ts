import { UnsupportedError } from '../../errors.js';
import type { remote_nonnull_domain, remote_typed_param } from '../../protocol/generated/remote/index.js';
import { DriverFeature, supports } from '../../rpc/driver-feature.js';
import type { CallOptions } from '../../rpc/options.js';
import type { DomainBase } from '../base/domain.js';
import { type ConnectionBase, sessionOf } from '../connection/base.js';
import { DomainMigrateFlags } from '../generated/constants.js';
import { has } from './flags.js';
import { GiveUp } from './give-up.js';
import { ParamSteps } from './param-steps.js';
import { plainParams } from './params.js';
import { PlainSteps } from './plain-steps.js';
import { runMigration } from './run.js';
import type { MigrationSteps } from './steps.js';

const { CHANGE_PROTECTION, OFFLINE } = DomainMigrateFlags;

/** Migrates by way of this process, which tells both ends what to do. Returns the domain at the destination. */
export async function migrateManaged(
  domain: DomainBase,
  dconn: ConnectionBase,
  params: readonly remote_typed_param[],
  flags: number,
  options: CallOptions,
): Promise<remote_nonnull_domain> {
  const giveUp = new GiveUp(options);
  try {
    giveUp.check(false);
    const [steps, protects] = await Promise.all([
      stepsFor(domain, dconn, params, options),
      supports(sessionOf(domain.connection), DriverFeature.MIGRATE_CHANGE_PROTECTION, options),
      checkOffline([domain.connection, dconn], flags, options),
    ]);
    if (has(flags, CHANGE_PROTECTION) && !protects) {
      throw new UnsupportedError('the source cannot protect a domain from changes while it migrates');
    }
    giveUp.check(false);
    // Only the source is told of that protection, and always: an old destination refuses what it does not know.
    return await runMigration({ domain, steps, flags: flags & ~CHANGE_PROTECTION, protects, giveUp });
  } finally {
    giveUp.end();
  }
}

async function stepsFor(
  domain: DomainBase,
  dconn: ConnectionBase,
  params: readonly remote_typed_param[],
  options: CallOptions,
): Promise<MigrationSteps> {
  const { connection } = domain;
  const both = async (feature: DriverFeature): Promise<boolean> => {
    const [source, destination] = await Promise.all([
      supports(sessionOf(connection), feature, options),
      supports(sessionOf(dconn), feature, options),
    ]);
    return source && destination;
  };
  if (await both(DriverFeature.MIGRATION_PARAMS)) return new ParamSteps(domain, dconn, params);
  if (await both(DriverFeature.MIGRATION_V3)) return new PlainSteps(domain, dconn, plainParams(params));
  throw new UnsupportedError(
    'source and destination do not both speak migration protocol 3, which is the one that this library speaks',
  );
}

async function checkOffline(
  connections: readonly [ConnectionBase, ConnectionBase],
  flags: number,
  options: CallOptions,
): Promise<void> {
  if (!has(flags, OFFLINE)) return;
  const [source, destination] = await Promise.all(
    connections.map((connection) => supports(sessionOf(connection), DriverFeature.MIGRATION_OFFLINE, options)),
  );
  if (!source || !destination) {
    throw new UnsupportedError(`the ${source ? 'destination' : 'source'} cannot migrate a domain that does not run`);
  }
}
