import { LibvirtError } from '../../errors.js';
import type { remote_nonnull_domain } from '../../protocol/generated/remote/index.js';
import { procedures } from '../../protocol/generated/remote/index.js';
import type { Procedure } from '../../protocol/procedure.js';
import type { CallOptions } from '../../rpc/options.js';
import { DomainBase, setDomainId } from '../base/domain.js';
import { sessionOf } from '../connection/base.js';
import { type Files, withDescriptors } from '../files.js';
import { wireOf } from '../object.js';

/** A domain's way from defined to running, and back. */
export class DomainLife extends DomainBase {
  /**
   * Starts a defined domain.
   *
   * C: [virDomainCreate](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainCreate)
   */
  async create(options?: CallOptions): Promise<void> {
    await this.#tell(procedures.DOMAIN_CREATE, options);
    await this.#started(-1, options);
  }

  /**
   * Starts a defined domain.
   *
   * C: [virDomainCreateWithFlags](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainCreateWithFlags)
   *
   * @param flags `DomainCreateFlags`
   * @since libvirt 0.8.2
   */
  async createWithFlags(flags = 0, options?: CallOptions): Promise<void> {
    const args = { dom: wireOf(this), flags };
    const { dom } = await sessionOf(this.connection).call(procedures.DOMAIN_CREATE_WITH_FLAGS, args, options);
    await this.#started(dom.id, options);
  }

  /**
   * Starts a defined container whose init gets open files: the first as descriptor 3, the next as 4, and so on, or at
   * the numbers that an object's keys are. They are duplicated before this returns; the caller keeps its own, and may
   * close them at once. A descriptor shares its file's flags with its duplicates: what Node has opened as
   * non-blocking, init sees so. A container that reboots has lost them.
   *
   * C: [virDomainCreateWithFiles](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainCreateWithFiles)
   *
   * @param files at most 32, the gaps of an object included
   * @param flags `DomainCreateFlags`; the LXC driver takes `START_AUTODESTROY`
   * @throws TypeError, RangeError before anything is sent, for a file that is none or not open; UnsupportedError where
   *   this connection carries no descriptors
   * @since libvirt 1.1.1, for containers
   */
  async createWithFiles(files: Files, flags = 0, options?: CallOptions): Promise<void> {
    const session = sessionOf(this.connection);
    const args = { dom: wireOf(this), flags };
    const { dom } = await withDescriptors(files, (fds) =>
      session.callCarrying(procedures.DOMAIN_CREATE_WITH_FILES, args, fds, options),
    );
    await this.#started(dom.id, options);
  }

  /**
   * Ends a running domain at once, as if its power were cut. A transient domain is gone then.
   *
   * C: [virDomainDestroy](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainDestroy)
   */
  async destroy(options?: CallOptions): Promise<void> {
    await this.#tell(procedures.DOMAIN_DESTROY, options);
    setDomainId(this, -1);
  }

  /**
   * Ends a running domain.
   *
   * C: [virDomainDestroyFlags](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainDestroyFlags)
   *
   * @param flags `DomainDestroyFlagsValues`
   * @since libvirt 0.9.4
   */
  async destroyFlags(flags = 0, options?: CallOptions): Promise<void> {
    await this.#tellFlags(procedures.DOMAIN_DESTROY_FLAGS, flags, options);
    setDomainId(this, -1);
  }

  /**
   * Asks the guest to shut itself down. It may take its time, or not do it.
   *
   * C: [virDomainShutdown](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainShutdown)
   */
  async shutdown(options?: CallOptions): Promise<void> {
    await this.#tell(procedures.DOMAIN_SHUTDOWN, options);
  }

  /**
   * Asks the guest to shut itself down, in the ways that the flags name.
   *
   * C: [virDomainShutdownFlags](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainShutdownFlags)
   *
   * @param flags `DomainShutdownFlagValues`; 0: the hypervisor chooses
   * @since libvirt 0.9.10
   */
  async shutdownFlags(flags = 0, options?: CallOptions): Promise<void> {
    await this.#tellFlags(procedures.DOMAIN_SHUTDOWN_FLAGS, flags, options);
  }

  /**
   * Asks the guest to reboot. A container loses the files that it was started with.
   *
   * C: [virDomainReboot](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainReboot)
   *
   * @param flags `DomainRebootFlagValues`; 0: the hypervisor chooses
   */
  async reboot(flags = 0, options?: CallOptions): Promise<void> {
    await this.#tellFlags(procedures.DOMAIN_REBOOT, flags, options);
  }

  /**
   * Resets a running domain at once, as if its reset button were pressed.
   *
   * C: [virDomainReset](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainReset)
   *
   * @param flags none are defined: 0
   * @since libvirt 0.9.7
   */
  async reset(flags = 0, options?: CallOptions): Promise<void> {
    await this.#tellFlags(procedures.DOMAIN_RESET, flags, options);
  }

  /**
   * Stops a running domain from using the processor; its memory stays.
   *
   * C: [virDomainSuspend](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainSuspend)
   */
  async suspend(options?: CallOptions): Promise<void> {
    await this.#tell(procedures.DOMAIN_SUSPEND, options);
  }

  /**
   * Lets a suspended domain run again.
   *
   * C: [virDomainResume](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainResume)
   */
  async resume(options?: CallOptions): Promise<void> {
    await this.#tell(procedures.DOMAIN_RESUME, options);
  }

  /**
   * Forgets a domain's definition. One that runs becomes transient.
   *
   * C: [virDomainUndefine](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainUndefine)
   */
  async undefine(options?: CallOptions): Promise<void> {
    await this.#tell(procedures.DOMAIN_UNDEFINE, options);
  }

  /**
   * Forgets a domain's definition, with what the flags name.
   *
   * C: [virDomainUndefineFlags](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainUndefineFlags)
   *
   * @param flags `DomainUndefineFlagsValues`
   * @since libvirt 0.9.4
   */
  async undefineFlags(flags = 0, options?: CallOptions): Promise<void> {
    await this.#tellFlags(procedures.DOMAIN_UNDEFINE_FLAGS, flags, options);
  }

  /**
   * The domain has been started. `DOMAIN_CREATE` does not say what its id is, and the LXC driver never does: then it is
   * asked for. What goes wrong with that costs the id alone, since the domain runs.
   */
  async #started(id: number, options: CallOptions | undefined): Promise<void> {
    setDomainId(this, id);
    if (id !== -1) return;
    const { uuid } = wireOf(this);
    try {
      const { dom } = await sessionOf(this.connection).call(procedures.DOMAIN_LOOKUP_BY_UUID, { uuid }, options);
      setDomainId(this, dom.id);
    } catch (error) {
      if (!(error instanceof LibvirtError)) throw error;
    }
  }

  async #tell(
    procedure: Procedure<{ readonly dom: remote_nonnull_domain }, void>,
    options: CallOptions | undefined,
  ): Promise<void> {
    await sessionOf(this.connection).call(procedure, { dom: wireOf(this) }, options);
  }

  async #tellFlags(
    procedure: Procedure<{ readonly dom: remote_nonnull_domain; readonly flags: number }, void>,
    flags: number,
    options: CallOptions | undefined,
  ): Promise<void> {
    await sessionOf(this.connection).call(procedure, { dom: wireOf(this), flags }, options);
  }
}
