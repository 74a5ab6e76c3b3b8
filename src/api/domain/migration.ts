import { invalidArgType, invalidArgValue } from '../../errors.js';
import { type CallOptions, checkCallOptions } from '../../rpc/options.js';
import { type DomainBase, setDomainId } from '../base/domain.js';
import { ConnectionBase, objectsOf } from '../connection/base.js';
import type { Connection } from '../connection/connection.js';
import { DomainMigrateFlags } from '../generated/constants.js';
import { migrateTypes } from '../generated/known-types.js';
import { checkFlags, has } from '../migration/flags.js';
import { migrateManaged } from '../migration/managed.js';
import { type MigrateParams, paramsOf } from '../migration/params.js';
import { migrateUnmanaged } from '../migration/unmanaged.js';
import { writeTypedParams } from '../typed-params.js';
import type { Domain } from './domain.js';
import { DomainRecord } from './record.js';

const { PEER2PEER } = DomainMigrateFlags;

/**
 * A domain's way to another host. The domain stays what it is to its guest; for libvirt, the one that runs at the
 * destination is another object, of the connection there.
 *
 * A migration that is aborted, or takes longer than its `timeout`, is undone before its promise is rejected: the
 * domain's job is aborted, the destination removes what it has prepared, and the domain runs on at the source. Where
 * that comes too late, after the switch to post-copy for one, the migration goes on, and its promise is fulfilled as if
 * nobody had asked.
 */
export class DomainMigration extends DomainRecord {
  /**
   * Migrates the domain to the host of another connection. As `migrate3`, with fewer parameters; with `PEER2PEER`, as
   * `migrateToURI3`.
   *
   * C: [virDomainMigrate](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainMigrate)
   *
   * @param dconn the destination's
   * @param flags `DomainMigrateFlags`
   * @param dname the domain's name at the destination; `null`: what it is at the source
   * @param uri where the source's hypervisor connects to; `null`: the destination chooses. With `PEER2PEER`, where the
   *   source's daemon connects to; `null`: what `dconn.getURI()` says, which has to be a URI that works from there
   * @param bandwidth MiB a second that may be sent; 0: the hypervisor's default
   * @returns the domain at the destination, an object of `dconn`
   * @since libvirt 0.3.2
   */
  async migrate(
    dconn: Connection,
    flags: DomainMigrateFlags = 0,
    dname: string | null = null,
    uri: string | null = null,
    bandwidth = 0n,
    options: CallOptions = {},
  ): Promise<Domain> {
    checkManaged(dconn, flags, options);
    if (!has(flags, PEER2PEER)) return managed(this, dconn, paramsOf({ uri, dname, bandwidth }), flags, options);
    const dconnuri = uri ?? dconn.getURI();
    return peerToPeer(this, dconn, dconnuri, dname, paramsOf({ dname, bandwidth }), flags, options);
  }

  /**
   * Migrates the domain to the host of another connection. As `migrate3`, with fewer parameters; with `PEER2PEER`, as
   * `migrateToURI3`.
   *
   * C: [virDomainMigrate2](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainMigrate2)
   *
   * @param dconn the destination's; with `PEER2PEER`, the source's daemon connects to what `dconn.getURI()` says, which
   *   has to be a URI that works from there
   * @param dxml the domain's description at the destination; `null`: what it is at the source
   * @param flags `DomainMigrateFlags`
   * @param dname the domain's name at the destination; `null`: what it is at the source
   * @param uri where the source's hypervisor connects to; `null`: the destination chooses
   * @param bandwidth MiB a second that may be sent; 0: the hypervisor's default
   * @returns the domain at the destination, an object of `dconn`
   * @since libvirt 0.9.2
   */
  async migrate2(
    dconn: Connection,
    dxml: string | null = null,
    flags: DomainMigrateFlags = 0,
    dname: string | null = null,
    uri: string | null = null,
    bandwidth = 0n,
    options: CallOptions = {},
  ): Promise<Domain> {
    checkManaged(dconn, flags, options);
    const params = paramsOf({ uri, dname, dxml, bandwidth });
    if (!has(flags, PEER2PEER)) return managed(this, dconn, params, flags, options);
    return peerToPeer(this, dconn, dconn.getURI(), dname, params, flags, options);
  }

  /**
   * Migrates the domain to the host of another connection. This process tells both daemons what to do, and hands on
   * between them what they have to say to each other; the guest's state goes straight from one hypervisor to the other.
   * Both daemons have to speak migration protocol 3, as those of qemu have since libvirt 0.9.2; with parameters other
   * than `migrate_uri`, `destination_name`, `destination_xml` and `bandwidth`, since 1.1.0.
   *
   * Where the source cannot be told how it ended, Node's `warning` event says that the domain may be left paused there.
   *
   * C: [virDomainMigrate3](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainMigrate3)
   *
   * @param dconn the destination's
   * @param flags `DomainMigrateFlags`, but neither `PEER2PEER` nor `TUNNELLED`: those are for `migrateToURI3`
   * @returns the domain at the destination, an object of `dconn`
   * @throws RemoteError of the step that failed first; UnsupportedError where an end cannot do what is asked; AbortError,
   *   TimeoutError where the migration was undone
   * @since libvirt 1.1.0
   */
  async migrate3(
    dconn: Connection,
    params: MigrateParams = {},
    flags: DomainMigrateFlags = 0,
    options: CallOptions = {},
  ): Promise<Domain> {
    checkManaged(dconn, flags, options);
    if (has(flags, PEER2PEER)) throw invalidArgValue('flags', 'has PEER2PEER, which is for migrateToURI3');
    return managed(this, dconn, params, flags, options);
  }

  /**
   * Migrates the domain to a URI. As `migrateToURI3`, with fewer parameters.
   *
   * C: [virDomainMigrateToURI](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainMigrateToURI)
   *
   * @param duri with `PEER2PEER`, where the source's daemon connects to; else, where its hypervisor does
   * @param flags `DomainMigrateFlags`
   * @param dname the domain's name at the destination; `null`: what it is at the source
   * @param bandwidth MiB a second that may be sent; 0: the hypervisor's default
   * @since libvirt 0.7.2
   */
  async migrateToURI(
    duri: string,
    flags: DomainMigrateFlags = 0,
    dname: string | null = null,
    bandwidth = 0n,
    options: CallOptions = {},
  ): Promise<void> {
    if (typeof duri !== 'string') throw invalidArgType('duri', 'a string', duri);
    if (has(flags, PEER2PEER)) return unmanaged(this, duri, paramsOf({ dname, bandwidth }), flags, options);
    return unmanaged(this, null, paramsOf({ uri: duri, dname, bandwidth }), flags, options);
  }

  /**
   * Migrates the domain to a URI. As `migrateToURI3`, with fewer parameters.
   *
   * C: [virDomainMigrateToURI2](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainMigrateToURI2)
   *
   * @param dconnuri with `PEER2PEER`, where the source's daemon connects to; else it is ignored
   * @param miguri where the source's hypervisor connects to; `null`: the destination chooses
   * @param dxml the domain's description at the destination; `null`: what it is at the source
   * @param flags `DomainMigrateFlags`
   * @param dname the domain's name at the destination; `null`: what it is at the source
   * @param bandwidth MiB a second that may be sent; 0: the hypervisor's default
   * @since libvirt 0.9.2
   */
  async migrateToURI2(
    dconnuri: string | null,
    miguri: string | null = null,
    dxml: string | null = null,
    flags: DomainMigrateFlags = 0,
    dname: string | null = null,
    bandwidth = 0n,
    options: CallOptions = {},
  ): Promise<void> {
    await unmanaged(this, dconnuri, paramsOf({ uri: miguri, dname, dxml, bandwidth }), flags, options);
  }

  /**
   * Migrates the domain to a URI. With `PEER2PEER`, the source's daemon connects to the destination's itself, and goes on
   * should this process end; with `TUNNELLED` as well, the guest's state goes through that connection. Without, the
   * source's hypervisor does it all, which that of qemu cannot.
   *
   * C: [virDomainMigrateToURI3](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainMigrateToURI3)
   *
   * @param dconnuri with `PEER2PEER`, the destination's URI as the source's daemon is to use it:
   *   `'qemu+tls://host/system'`; else it is ignored, and `params.migrate_uri` says where to
   * @param flags `DomainMigrateFlags`
   * @throws RemoteError; UnsupportedError where the source cannot do what is asked; AbortError, TimeoutError where the
   *   migration was undone; TypeError for a URI that the daemon would take for the source's own host
   * @since libvirt 1.1.0
   */
  async migrateToURI3(
    dconnuri: string | null,
    params: MigrateParams = {},
    flags: DomainMigrateFlags = 0,
    options: CallOptions = {},
  ): Promise<void> {
    await unmanaged(this, dconnuri, params, flags, options);
  }
}

async function managed(
  domain: DomainBase,
  dconn: Connection,
  params: MigrateParams,
  flags: number,
  options: CallOptions,
): Promise<Domain> {
  const written = writeTypedParams(params, migrateTypes);
  const dom = await migrateManaged(domain, dconn, written, flags, options);
  setDomainId(domain, -1);
  return objectsOf(dconn).domain(dom);
}

async function unmanaged(
  domain: DomainBase,
  dconnuri: string | null,
  params: MigrateParams,
  flags: number,
  options: CallOptions,
): Promise<void> {
  checkCallOptions(options);
  checkFlags(flags);
  const written = writeTypedParams(params, migrateTypes);
  await migrateUnmanaged(domain, dconnuri, written, flags, options);
  setDomainId(domain, -1);
}

async function peerToPeer(
  domain: DomainBase,
  dconn: Connection,
  dconnuri: string,
  dname: string | null,
  params: MigrateParams,
  flags: number,
  options: CallOptions,
): Promise<Domain> {
  const { name } = domain;
  await unmanaged(domain, dconnuri, params, flags, options);
  return dconn.domainLookupByName(dname ?? name);
}
function checkManaged(dconn: Connection, flags: number, options: CallOptions): void {
  checkCallOptions(options);
  checkFlags(flags);
  if (!(dconn instanceof ConnectionBase)) throw invalidArgType('dconn', 'a Connection', dconn);
}
