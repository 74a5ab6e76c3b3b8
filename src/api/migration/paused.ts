import { LibvirtError } from '../../errors.js';
import { procedures } from '../../protocol/generated/remote/index.js';
import { UNLIMITED } from '../../rpc/options.js';
import type { DomainBase } from '../base/domain.js';
import { sessionOf } from '../connection/base.js';
import { DomainState } from '../generated/constants.js';
import { wireOf } from '../object.js';

/** Whether a domain is paused, as far as its daemon says so. */
export async function domainPaused(domain: DomainBase): Promise<boolean> {
  try {
    const args = { dom: wireOf(domain), flags: 0 };
    const { state } = await sessionOf(domain.connection).call(procedures.DOMAIN_GET_STATE, args, UNLIMITED);
    return state === DomainState.PAUSED;
  } catch (error) {
    if (!(error instanceof LibvirtError)) throw error;
    return false;
  }
}
