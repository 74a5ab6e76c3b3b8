import { invalidArgType, UnsupportedError } from '../../errors.js';
import { procedures, type remote_typed_param } from '../../protocol/generated/remote/index.js';
import { DriverFeature, supports } from '../../rpc/driver-feature.js';
import type { CallOptions } from '../../rpc/options.js';
import type { DomainBase } from '../base/domain.js';
import { sessionOf } from '../connection/base.js';
import { DomainMigrateFlags } from '../generated/constants.js';
import { wireOf } from '../object.js';
import { checkElsewhere } from './destination-uri.js';
import { has } from './flags.js';
import { GiveUp } from './give-up.js';
import { plainParams } from './params.js';
import { abortable } from './run.js';
import { NO_COOKIE } from './steps.js';

const { OFFLINE, PEER2PEER } = DomainMigrateFlags;

/** Migrates by the source alone: its daemon, with `PEER2PEER`, or else its hypervisor, does all that there is to do. */
export async function migrateUnmanaged(
  domain: DomainBase,
  dconnuri: string | null,
  params: readonly remote_typed_param[],
  flags: number,
  options: CallOptions,
): Promise<void> {
  const peerToPeer = has(flags, PEER2PEER);
  if (peerToPeer) {
    if (typeof dconnuri !== 'string') throw invalidArgType('dconnuri', 'a string, with PEER2PEER', dconnuri);
    checkElsewhere(dconnuri);
  }
  const giveUp = new GiveUp(options);
  try {
    giveUp.check(false);
    const perform = await performer(domain, peerToPeer ? dconnuri : null, params, flags, options);
    giveUp.check(false);
    await abortable(domain, giveUp, perform);
  } finally {
    giveUp.end();
  }
}

/** What makes the one call, as the source takes it. */
async function performer(
  domain: DomainBase,
  dconnuri: string | null,
  params: readonly remote_typed_param[],
  flags: number,
  options: CallOptions,
): Promise<() => Promise<unknown>> {
  const { connection } = domain;
  const session = sessionOf(connection);
  const needs = async (feature: DriverFeature, what: string): Promise<void> => {
    if (!(await supports(session, feature, options))) throw new UnsupportedError(`the source cannot migrate ${what}`);
  };
  if (has(flags, OFFLINE)) await needs(DriverFeature.MIGRATION_OFFLINE, 'a domain that does not run');
  if (dconnuri === null) await needs(DriverFeature.MIGRATION_DIRECT, 'without PEER2PEER to a URI: use migrate3');
  else {
    await needs(DriverFeature.MIGRATION_P2P, 'from daemon to daemon');
    if (await supports(session, DriverFeature.MIGRATION_PARAMS, options)) {
      const args = { dom: wireOf(domain), dconnuri, params, cookie_in: NO_COOKIE, flags };
      return () => session.call(procedures.DOMAIN_MIGRATE_PERFORM3_PARAMS, args);
    }
  }
  await needs(DriverFeature.MIGRATION_V3, 'by protocol 3, which is what this library speaks');
  const { uri, dname, dxml, bandwidth } = plainParams(params);
  const args = {
    dom: wireOf(domain),
    xmlin: dxml,
    cookie_in: NO_COOKIE,
    dconnuri,
    uri,
    flags: BigInt(flags),
    dname,
    resource: bandwidth,
  };
  return () => session.call(procedures.DOMAIN_MIGRATE_PERFORM3, args);
}
