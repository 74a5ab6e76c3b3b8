import { procedures } from '../../protocol/generated/remote/index.js';
import type { CallOptions } from '../../rpc/options.js';
import { sessionOf } from '../connection/base.js';
import type { DomainState } from '../generated/constants.js';
import { wireOf } from '../object.js';
import { DomainFiles } from './files.js';

/** What `Domain.getInfo` returns. */
export interface DomainInfo {
  readonly state: DomainState;
  /** KiB that the domain may use. */
  readonly maxMem: bigint;
  /** KiB that it uses. */
  readonly memory: bigint;
  /** Virtual processors. */
  readonly nrVirtCpu: number;
  /** Nanoseconds of processor time that it has used. */
  readonly cpuTime: bigint;
}

/** A virtual machine or a container. */
export class Domain extends DomainFiles {
  /**
   * What the domain is using.
   *
   * C: [virDomainGetInfo](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetInfo)
   */
  async getInfo(options?: CallOptions): Promise<DomainInfo> {
    const args = { dom: wireOf(this) };
    const info = await sessionOf(this.connection).call(procedures.DOMAIN_GET_INFO, args, options);
    return { ...info, state: info.state as DomainState };
  }

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

  /**
   * The domain's description, in libvirt's XML.
   *
   * C: [virDomainGetXMLDesc](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetXMLDesc)
   *
   * @param flags `DomainXMLFlags`
   */
  async getXMLDesc(flags = 0, options?: CallOptions): Promise<string> {
    const args = { dom: wireOf(this), flags };
    return (await sessionOf(this.connection).call(procedures.DOMAIN_GET_XML_DESC, args, options)).xml;
  }

  /**
   * What the domain runs: `'hvm'`, `'exe'`, …
   *
   * C: [virDomainGetOSType](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetOSType)
   */
  async getOSType(options?: CallOptions): Promise<string> {
    const args = { dom: wireOf(this) };
    return (await sessionOf(this.connection).call(procedures.DOMAIN_GET_OS_TYPE, args, options)).type;
  }

  /**
   * Whether the domain runs, suspended or not.
   *
   * C: [virDomainIsActive](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainIsActive)
   *
   * @since libvirt 0.7.3
   */
  async isActive(options?: CallOptions): Promise<boolean> {
    const args = { dom: wireOf(this) };
    return (await sessionOf(this.connection).call(procedures.DOMAIN_IS_ACTIVE, args, options)).active !== 0;
  }

  /**
   * Whether the domain is defined, and so outlives its running.
   *
   * C: [virDomainIsPersistent](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainIsPersistent)
   *
   * @since libvirt 0.7.3
   */
  async isPersistent(options?: CallOptions): Promise<boolean> {
    const args = { dom: wireOf(this) };
    return (await sessionOf(this.connection).call(procedures.DOMAIN_IS_PERSISTENT, args, options)).persistent !== 0;
  }

  /**
   * Whether the definition of a running domain has been changed since it was started.
   *
   * C: [virDomainIsUpdated](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainIsUpdated)
   *
   * @since libvirt 0.8.6
   */
  async isUpdated(options?: CallOptions): Promise<boolean> {
    const args = { dom: wireOf(this) };
    return (await sessionOf(this.connection).call(procedures.DOMAIN_IS_UPDATED, args, options)).updated !== 0;
  }

  /**
   * Whether the domain is started with the daemon.
   *
   * C: [virDomainGetAutostart](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetAutostart)
   */
  async getAutostart(options?: CallOptions): Promise<boolean> {
    const args = { dom: wireOf(this) };
    return (await sessionOf(this.connection).call(procedures.DOMAIN_GET_AUTOSTART, args, options)).autostart !== 0;
  }

  /**
   * Says whether the domain is to be started with the daemon.
   *
   * C: [virDomainSetAutostart](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainSetAutostart)
   */
  async setAutostart(autostart: boolean, options?: CallOptions): Promise<void> {
    const args = { dom: wireOf(this), autostart: autostart ? 1 : 0 };
    await sessionOf(this.connection).call(procedures.DOMAIN_SET_AUTOSTART, args, options);
  }
}
