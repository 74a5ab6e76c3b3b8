import { invalidArgType, outOfRange } from '../../errors.js';
import { procedures, type remote_nonnull_domain } from '../../protocol/generated/remote/index.js';
import { parseUuid } from '../../protocol/uuid.js';
import type { CallOptions } from '../../rpc/options.js';
import type { Domain } from '../domain/domain.js';
import { type Files, withDescriptors } from '../files.js';
import { ConnectionBase, objectsOf, sessionOf } from './base.js';

const UUID_BYTES = 16;

/** How domains come to be, and how they are found. */
export class ConnectionDomains extends ConnectionBase {
  /**
   * Starts a transient domain: one that is gone when it ends.
   *
   * C: [virDomainCreateXML](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainCreateXML)
   *
   * @param xml the domain's description
   * @param flags `DomainCreateFlags`
   */
  async domainCreateXML(xml: string, flags = 0, options?: CallOptions): Promise<Domain> {
    const args = { xml_desc: xml, flags };
    const { dom } = await sessionOf(this).call(procedures.DOMAIN_CREATE_XML, args, options);
    return this.#domain(dom);
  }

  /**
   * What `domainCreateXML` was called before libvirt 0.5.0.
   *
   * C: [virDomainCreateLinux](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainCreateLinux)
   *
   * @param xml the domain's description
   * @param flags `DomainCreateFlags`
   */
  domainCreateLinux(xml: string, flags = 0, options?: CallOptions): Promise<Domain> {
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
  async domainCreateXMLWithFiles(xml: string, files: Files, flags = 0, options?: CallOptions): Promise<Domain> {
    const session = sessionOf(this);
    const args = { xml_desc: xml, flags };
    const { dom } = await withDescriptors(files, (fds) =>
      session.callCarrying(procedures.DOMAIN_CREATE_XML_WITH_FILES, args, fds, options),
    );
    return this.#domain(dom);
  }

  /**
   * Defines a domain, or redefines the one that has its name and UUID. It does not start it.
   *
   * C: [virDomainDefineXML](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainDefineXML)
   *
   * @param xml the domain's description
   */
  async domainDefineXML(xml: string, options?: CallOptions): Promise<Domain> {
    const { dom } = await sessionOf(this).call(procedures.DOMAIN_DEFINE_XML, { xml }, options);
    return this.#domain(dom);
  }

  /**
   * Defines a domain, or redefines the one that has its name and UUID. It does not start it.
   *
   * C: [virDomainDefineXMLFlags](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainDefineXMLFlags)
   *
   * @param xml the domain's description
   * @param flags `DomainDefineFlags`
   * @since libvirt 1.2.12
   */
  async domainDefineXMLFlags(xml: string, flags = 0, options?: CallOptions): Promise<Domain> {
    const { dom } = await sessionOf(this).call(procedures.DOMAIN_DEFINE_XML_FLAGS, { xml, flags }, options);
    return this.#domain(dom);
  }

  /**
   * Finds a running domain.
   *
   * C: [virDomainLookupByID](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainLookupByID)
   *
   * @throws RemoteError `VIR_ERR_NO_DOMAIN` where there is none
   */
  async domainLookupByID(id: number, options?: CallOptions): Promise<Domain> {
    return this.#domain((await sessionOf(this).call(procedures.DOMAIN_LOOKUP_BY_ID, { id }, options)).dom);
  }

  /**
   * Finds a domain, running or not.
   *
   * C: [virDomainLookupByName](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainLookupByName)
   *
   * @throws RemoteError `VIR_ERR_NO_DOMAIN` where there is none
   */
  async domainLookupByName(name: string, options?: CallOptions): Promise<Domain> {
    return this.#domain((await sessionOf(this).call(procedures.DOMAIN_LOOKUP_BY_NAME, { name }, options)).dom);
  }

  /**
   * Finds a domain, running or not.
   *
   * C: [virDomainLookupByUUID](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainLookupByUUID)
   *
   * @param uuid its 16 bytes
   * @throws RemoteError `VIR_ERR_NO_DOMAIN` where there is none
   */
  async domainLookupByUUID(uuid: Uint8Array, options?: CallOptions): Promise<Domain> {
    if (!(uuid instanceof Uint8Array)) throw invalidArgType('uuid', 'a Uint8Array', uuid);
    if (uuid.length !== UUID_BYTES) throw outOfRange('uuid', `${UUID_BYTES} bytes long`, uuid.length);
    return this.#domain((await sessionOf(this).call(procedures.DOMAIN_LOOKUP_BY_UUID, { uuid }, options)).dom);
  }

  /**
   * Finds a domain, running or not.
   *
   * C: [virDomainLookupByUUIDString](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainLookupByUUIDString)
   *
   * @param uuid 32 hexadecimal digits, with hyphens or without
   * @throws RemoteError `VIR_ERR_NO_DOMAIN` where there is none; TypeError where it is no UUID
   */
  async domainLookupByUUIDString(uuid: string, options?: CallOptions): Promise<Domain> {
    return this.domainLookupByUUID(parseUuid('uuid', uuid), options);
  }

  /**
   * Every domain that the flags choose. The protocol stops at 16,384.
   *
   * C: [virConnectListAllDomains](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectListAllDomains)
   *
   * @param flags `ConnectListAllDomainsFlags`; 0: all
   * @since libvirt 0.9.13
   */
  async listAllDomains(flags = 0, options?: CallOptions): Promise<Domain[]> {
    const args = { need_results: 1, flags };
    const { domains } = await sessionOf(this).call(procedures.CONNECT_LIST_ALL_DOMAINS, args, options);
    return domains.map((dom) => this.#domain(dom));
  }

  #domain(wire: remote_nonnull_domain): Domain {
    return objectsOf(this).domain(wire);
  }
}
