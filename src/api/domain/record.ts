import { procedures } from '../../protocol/generated/remote/index.js';
import type { CallOptions } from '../../rpc/options.js';
import { sessionOf } from '../connection/base.js';
import type {
  DomainBlockJobInfoFlags,
  DomainBlockJobType,
  DomainGetJobStatsFlags,
  DomainJobType,
  DomainMessageType,
} from '../generated/constants.js';
import { setWire, wireOf } from '../object.js';
import { readTypedParams, type TypedParams } from '../typed-params.js';
import { DomainSecurity } from './security.js';

/** C: virDomainBlockJobInfo. */
export interface DomainBlockJobInfo {
  readonly type: DomainBlockJobType;
  /** MiB/s that the job may move, or bytes/s where they are asked for; 0: no limit. */
  readonly bandwidth: bigint;
  /** How far the job is, on the way to `end`: they have no unit, and `end` may grow. */
  readonly cur: bigint;
  readonly end: bigint;
}

/** What libvirt keeps of a domain: its name, its jobs, and what it says of it. */
export class DomainRecord extends DomainSecurity {
  /**
   * Gives a defined domain that does not run another name. This object has it then; other objects of the same domain
   * keep the old one.
   *
   * C: [virDomainRename](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainRename)
   *
   * @param flags none are defined: 0
   * @since libvirt 1.2.19
   */
  async rename(newName: string, flags = 0, options?: CallOptions): Promise<void> {
    const args = { dom: wireOf(this), new_name: newName, flags };
    await sessionOf(this.connection).call(procedures.DOMAIN_RENAME, args, options);
    setWire(this, { ...wireOf(this), name: newName });
  }

  /**
   * What schedules the domain.
   *
   * C: [virDomainGetSchedulerType](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetSchedulerType)
   *
   * @returns its name: `'posix'`, `'credit'`, …; and how many parameters it has, which `getSchedulerParameters` returns
   */
  async getSchedulerType(options?: CallOptions): Promise<{ type: string; nparams: number }> {
    const args = { dom: wireOf(this) };
    const reply = await sessionOf(this.connection).call(procedures.DOMAIN_GET_SCHEDULER_TYPE, args, options);
    return { type: reply.type, nparams: reply.nparams };
  }

  /**
   * How far the domain's job is, or how its last one went.
   *
   * C: [virDomainGetJobStats](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetJobStats)
   *
   * @param flags `DomainGetJobStatsFlags`
   * @returns `params`: what `DomainJob` names, as far as the hypervisor knows it
   * @since libvirt 1.0.3
   */
  async getJobStats(
    flags: DomainGetJobStatsFlags = 0,
    options?: CallOptions,
  ): Promise<{ type: DomainJobType; params: TypedParams }> {
    const args = { dom: wireOf(this), flags };
    const { type, params } = await sessionOf(this.connection).call(procedures.DOMAIN_GET_JOB_STATS, args, options);
    return { type: type as DomainJobType, params: readTypedParams(params) };
  }

  /**
   * How far the job of a disk is.
   *
   * C: [virDomainGetBlockJobInfo](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetBlockJobInfo)
   *
   * @param disk the disk's target, such as `'vda'`, or its source's path
   * @param flags `DomainBlockJobInfoFlags`
   * @returns `null` where it has none
   * @since libvirt 0.9.4
   */
  async getBlockJobInfo(
    disk: string,
    flags: DomainBlockJobInfoFlags = 0,
    options?: CallOptions,
  ): Promise<DomainBlockJobInfo | null> {
    const args = { dom: wireOf(this), path: disk, flags };
    const reply = await sessionOf(this.connection).call(procedures.DOMAIN_GET_BLOCK_JOB_INFO, args, options);
    const { found, type, bandwidth, cur, end } = reply;
    return found === 0 ? null : { type: type as DomainBlockJobType, bandwidth, cur, end };
  }

  /**
   * What libvirt has to say of the domain's definition and state: what is deprecated in it, and what taints it.
   *
   * C: [virDomainGetMessages](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetMessages)
   *
   * @param flags `DomainMessageType`; 0: all
   * @since libvirt 7.1.0
   */
  async getMessages(flags: DomainMessageType = 0, options?: CallOptions): Promise<string[]> {
    const args = { dom: wireOf(this), flags };
    return [...(await sessionOf(this.connection).call(procedures.DOMAIN_GET_MESSAGES, args, options)).msgs];
  }
}
