import { procedures } from '../../protocol/generated/remote/index.js';
import type { CallOptions } from '../../rpc/options.js';
import type { DomainBase } from '../base/domain.js';
import { sessionOf } from '../connection/base.js';
import { type CPUSet, cpuCountOf, cpuMapLength, readCpuMap, readCpuMaps, writeCpuMap } from '../cpu-map.js';
import type { DomainModificationImpact } from '../generated/constants.js';
import { DomainVcpuFlags } from '../generated/constants.js';
import { wireOf } from '../object.js';
import { remaining } from '../remaining.js';
import { DomainStreams } from './streams.js';

/** C: virDomainIOThreadInfo. */
export interface DomainIOThreadInfo {
  readonly iothreadId: number;
  /** Whether it may run on it, for each of the host's processors. */
  readonly cpuMap: boolean[];
}

/**
 * Which of the host's processors a domain's threads may run on. A map that is returned has a boolean for each of the
 * host's processors; one that is given may be that, or the numbers of the processors, in an array or a `Set`.
 */
export class DomainPinning extends DomainStreams {
  /**
   * Says which of the host's processors a virtual one of a running domain may run on.
   *
   * C: [virDomainPinVcpu](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainPinVcpu)
   *
   * @param vcpu from 0
   * @throws TypeError, RangeError before it is sent, for a map with another processor than the host's
   * @since libvirt 0.1.4
   */
  async pinVcpu(vcpu: number, cpumap: CPUSet, options?: CallOptions): Promise<void> {
    const left = remaining(options);
    const args = { dom: wireOf(this), vcpu, cpumap: await mapFor(this, cpumap, options) };
    await sessionOf(this.connection).call(procedures.DOMAIN_PIN_VCPU, args, left());
  }

  /**
   * Says which of the host's processors a virtual one may run on.
   *
   * C: [virDomainPinVcpuFlags](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainPinVcpuFlags)
   *
   * @param vcpu from 0
   * @param flags `DomainModificationImpact`
   * @throws TypeError, RangeError before it is sent, for a map with another processor than the host's
   * @since libvirt 0.9.3
   */
  async pinVcpuFlags(
    vcpu: number,
    cpumap: CPUSet,
    flags: DomainModificationImpact = 0,
    options?: CallOptions,
  ): Promise<void> {
    const left = remaining(options);
    const args = { dom: wireOf(this), vcpu, cpumap: await mapFor(this, cpumap, options), flags };
    await sessionOf(this.connection).call(procedures.DOMAIN_PIN_VCPU_FLAGS, args, left());
  }

  /**
   * Which of the host's processors each virtual one may run on.
   *
   * C: [virDomainGetVcpuPinInfo](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetVcpuPinInfo)
   *
   * @param flags `DomainModificationImpact`
   * @returns a map for each virtual processor that the domain may have at most
   * @since libvirt 0.9.3
   */
  async getVcpuPinInfo(flags: DomainModificationImpact = 0, options?: CallOptions): Promise<boolean[][]> {
    const left = remaining(options);
    const session = sessionOf(this.connection);
    const count = await cpuCountOf(this.connection, options);
    const dom = wireOf(this);
    const most = { dom, flags: flags | DomainVcpuFlags.MAXIMUM };
    const { num: ncpumaps } = await session.call(procedures.DOMAIN_GET_VCPUS_FLAGS, most, left());
    const args = { dom, ncpumaps, maplen: cpuMapLength(count), flags };
    const { cpumaps, num } = await session.call(procedures.DOMAIN_GET_VCPU_PIN_INFO, args, left());
    return readCpuMaps(cpumaps, num, count);
  }

  /**
   * Says which of the host's processors the emulator's threads may run on: those that are no virtual processor's.
   *
   * C: [virDomainPinEmulator](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainPinEmulator)
   *
   * @param flags `DomainModificationImpact`
   * @throws TypeError, RangeError before it is sent, for a map with another processor than the host's
   * @since libvirt 0.10.0
   */
  async pinEmulator(cpumap: CPUSet, flags: DomainModificationImpact = 0, options?: CallOptions): Promise<void> {
    const left = remaining(options);
    const args = { dom: wireOf(this), cpumap: await mapFor(this, cpumap, options), flags };
    await sessionOf(this.connection).call(procedures.DOMAIN_PIN_EMULATOR, args, left());
  }

  /**
   * Which of the host's processors the emulator's threads may run on.
   *
   * C: [virDomainGetEmulatorPinInfo](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetEmulatorPinInfo)
   *
   * @param flags `DomainModificationImpact`
   * @since libvirt 0.10.0
   */
  async getEmulatorPinInfo(flags: DomainModificationImpact = 0, options?: CallOptions): Promise<boolean[]> {
    const left = remaining(options);
    const count = await cpuCountOf(this.connection, options);
    const args = { dom: wireOf(this), maplen: cpuMapLength(count), flags };
    const procedure = procedures.DOMAIN_GET_EMULATOR_PIN_INFO;
    return readCpuMap((await sessionOf(this.connection).call(procedure, args, left())).cpumaps, count);
  }

  /**
   * Says which of the host's processors an I/O thread may run on.
   *
   * C: [virDomainPinIOThread](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainPinIOThread)
   *
   * @param iothreadId from 1
   * @param flags `DomainModificationImpact`
   * @throws TypeError, RangeError before it is sent, for a map with another processor than the host's
   * @since libvirt 1.2.14
   */
  async pinIOThread(
    iothreadId: number,
    cpumap: CPUSet,
    flags: DomainModificationImpact = 0,
    options?: CallOptions,
  ): Promise<void> {
    const left = remaining(options);
    const args = { dom: wireOf(this), iothreads_id: iothreadId, cpumap: await mapFor(this, cpumap, options), flags };
    await sessionOf(this.connection).call(procedures.DOMAIN_PIN_IOTHREAD, args, left());
  }

  /**
   * The domain's I/O threads.
   *
   * C: [virDomainGetIOThreadInfo](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetIOThreadInfo)
   *
   * @param flags `DomainModificationImpact`
   * @since libvirt 1.2.14
   */
  async getIOThreadInfo(flags: DomainModificationImpact = 0, options?: CallOptions): Promise<DomainIOThreadInfo[]> {
    const left = remaining(options);
    const count = await cpuCountOf(this.connection, options);
    const args = { dom: wireOf(this), flags };
    const { info } = await sessionOf(this.connection).call(procedures.DOMAIN_GET_IOTHREAD_INFO, args, left());
    return info.map(({ iothread_id, cpumap }) => ({ iothreadId: iothread_id, cpuMap: readCpuMap(cpumap, count) }));
  }
}

async function mapFor(domain: DomainBase, cpumap: CPUSet, options: CallOptions | undefined): Promise<Uint8Array> {
  return writeCpuMap('cpumap', cpumap, await cpuCountOf(domain.connection, options));
}
