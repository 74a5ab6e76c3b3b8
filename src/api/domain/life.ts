import { LibvirtError } from '../../errors.js';
import { procedures } from '../../protocol/generated/remote/index.js';
import type { CallOptions } from '../../rpc/options.js';
import { type DomainBase, setDomainId } from '../base/domain.js';
import { sessionOf } from '../connection/base.js';
import { type Files, withDescriptors } from '../files.js';
import type { DomainCreateFlags, DomainDestroyFlagsValues } from '../generated/constants.js';
import { DomainMethods } from '../generated/methods/domain.js';
import { wireOf } from '../object.js';

/** A domain's way from defined to running, and back. */
export class DomainLife extends DomainMethods {
  /**
   * Starts a defined domain.
   *
   * C: [virDomainCreate](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainCreate)
   */
  async create(options?: CallOptions): Promise<void> {
    await sessionOf(this.connection).call(procedures.DOMAIN_CREATE, { dom: wireOf(this) }, options);
    await started(this, -1, options);
  }

  /**
   * Starts a defined domain.
   *
   * C: [virDomainCreateWithFlags](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainCreateWithFlags)
   *
   * @param flags `DomainCreateFlags`
   * @since libvirt 0.8.2
   */
  async createWithFlags(flags: DomainCreateFlags = 0, options?: CallOptions): Promise<void> {
    const args = { dom: wireOf(this), flags };
    const { dom } = await sessionOf(this.connection).call(procedures.DOMAIN_CREATE_WITH_FLAGS, args, options);
    await started(this, dom.id, options);
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
  async createWithFiles(files: Files, flags: DomainCreateFlags = 0, options?: CallOptions): Promise<void> {
    const session = sessionOf(this.connection);
    const args = { dom: wireOf(this), flags };
    const { dom } = await withDescriptors(files, (fds) =>
      session.callCarrying(procedures.DOMAIN_CREATE_WITH_FILES, args, fds, options),
    );
    await started(this, dom.id, options);
  }

  /**
   * Ends a running domain at once, as if its power were cut. A transient domain is gone then.
   *
   * C: [virDomainDestroy](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainDestroy)
   */
  async destroy(options?: CallOptions): Promise<void> {
    await sessionOf(this.connection).call(procedures.DOMAIN_DESTROY, { dom: wireOf(this) }, options);
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
  async destroyFlags(flags: DomainDestroyFlagsValues = 0, options?: CallOptions): Promise<void> {
    await sessionOf(this.connection).call(procedures.DOMAIN_DESTROY_FLAGS, { dom: wireOf(this), flags }, options);
    setDomainId(this, -1);
  }
}

/**
 * The domain has been started. `DOMAIN_CREATE` does not say what its id is, and the LXC driver never does: then it is
 * asked for. What goes wrong with that costs the id alone, since the domain runs.
 */
async function started(domain: DomainBase, id: number, options: CallOptions | undefined): Promise<void> {
  setDomainId(domain, id);
  if (id !== -1) return;
  const { uuid } = wireOf(domain);
  try {
    const { dom } = await sessionOf(domain.connection).call(procedures.DOMAIN_LOOKUP_BY_UUID, { uuid }, options);
    setDomainId(domain, dom.id);
  } catch (error) {
    if (!(error instanceof LibvirtError)) throw error;
  }
}
