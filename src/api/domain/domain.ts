import { procedures } from '../../protocol/generated/remote/index.js';
import type { CallOptions } from '../../rpc/options.js';
import { sessionOf } from '../connection/base.js';
import type { DomainState } from '../generated/constants.js';
import { wireOf } from '../object.js';
import { DomainWait } from './wait.js';

/** A virtual machine or a container. */
export class Domain extends DomainWait {
  /**
   * What the domain is doing, and why.
   *
   * C: [virDomainGetState](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetState)
   *
   * @param flags none are defined: 0
   * @returns `reason` is a member of the enum of the state: of `DomainRunningReason` where it is `RUNNING`, and so on
   * @since libvirt 0.9.2
   */
  async getState(flags = 0, options?: CallOptions): Promise<{ state: DomainState; reason: number }> {
    const args = { dom: wireOf(this), flags };
    const { state, reason } = await sessionOf(this.connection).call(procedures.DOMAIN_GET_STATE, args, options);
    return { state: state as DomainState, reason };
  }
}
