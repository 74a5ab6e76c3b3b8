import { procedures } from '../../protocol/generated/remote/index.js';
import type { CallOptions } from '../../rpc/options.js';
import type { Domain } from '../domain/domain.js';
import { type Files, withDescriptors } from '../files.js';
import type { DomainCreateFlags } from '../generated/constants.js';
import { ConnectionMethods } from '../generated/methods/connection.js';
import { objectsOf, sessionOf } from './base.js';

/** How domains come to be, and how they are found. */
export class ConnectionDomains extends ConnectionMethods {
  /**
   * What `domainCreateXML` was called before libvirt 0.5.0.
   *
   * C: [virDomainCreateLinux](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainCreateLinux)
   *
   * @param xml the domain's description
   * @param flags `DomainCreateFlags`
   */
  domainCreateLinux(xml: string, flags: DomainCreateFlags = 0, options?: CallOptions): Promise<Domain> {
    return this.domainCreateXML(xml, flags, options);
  }

  /**
   * Starts a transient container whose init gets open files: the first as descriptor 3, the next as 4, and so on, or at
   * the numbers that an object's keys are. They are duplicated before this returns; the caller keeps its own, and may
   * close them at once. A descriptor shares its file's flags with its duplicates: what Node has opened as
   * non-blocking, init sees so. A container that reboots has lost them.
   *
   *     const domain = await connection.domainCreateXMLWithFiles(xml, [server, log]);
   *     const domain = await connection.domainCreateXMLWithFiles(xml, { 3: server, 7: log });
   *
   * C: [virDomainCreateXMLWithFiles](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainCreateXMLWithFiles)
   *
   * @param xml the domain's description
   * @param files at most 32, the gaps of an object included
   * @param flags `DomainCreateFlags`; the LXC driver takes `START_AUTODESTROY` and `START_VALIDATE`
   * @throws TypeError, RangeError before anything is sent, for a file that is none or not open; UnsupportedError where
   *   this connection carries no descriptors
   * @since libvirt 1.1.1, for containers
   */
  async domainCreateXMLWithFiles(
    xml: string,
    files: Files,
    flags: DomainCreateFlags = 0,
    options?: CallOptions,
  ): Promise<Domain> {
    const session = sessionOf(this);
    const args = { xml_desc: xml, flags };
    const { dom } = await withDescriptors(files, (fds) =>
      session.callCarrying(procedures.DOMAIN_CREATE_XML_WITH_FILES, args, fds, options),
    );
    return objectsOf(this).domain(dom);
  }
}
