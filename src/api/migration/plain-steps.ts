import { procedures } from '../../protocol/generated/remote/index.js';
import type { DaemonSession } from '../../rpc/daemon-session.js';
import type { DomainBase } from '../base/domain.js';
import { type ConnectionBase, sessionOf } from '../connection/base.js';
import { wireOf } from '../object.js';
import type { PlainParams } from './params.js';
import { domainPaused } from './paused.js';
import type { Begun, Cookie, Finished, MigrationSteps, Prepared } from './steps.js';

/** Protocol 3 as it was before it had parameters, for daemons of libvirt 0.9.2 to 1.0.6. */
export class PlainSteps implements MigrationSteps {
  readonly #domain: DomainBase;
  readonly #source: DaemonSession;
  readonly #destination: DaemonSession;
  readonly #params: PlainParams;
  #uri: string | null;

  constructor(domain: DomainBase, dconn: ConnectionBase, params: PlainParams) {
    this.#domain = domain;
    this.#source = sessionOf(domain.connection);
    this.#destination = sessionOf(dconn);
    this.#params = params;
    this.#uri = params.uri;
  }

  async begin(flags: number): Promise<Begun> {
    const { dxml, dname, bandwidth } = this.#params;
    const args = { dom: wireOf(this.#domain), xmlin: dxml, flags: BigInt(flags), dname, resource: bandwidth };
    const { cookie_out, xml } = await this.#source.call(procedures.DOMAIN_MIGRATE_BEGIN3, args);
    return { cookie: cookie_out, xml };
  }

  paused(): Promise<boolean> {
    return domainPaused(this.#domain);
  }

  async prepare({ cookie, xml }: Begun, flags: number): Promise<Prepared> {
    const { uri, dname, bandwidth } = this.#params;
    const args = {
      cookie_in: cookie,
      uri_in: uri,
      flags: BigInt(flags),
      dname,
      resource: bandwidth,
      dom_xml: xml,
    };
    const { cookie_out, uri_out } = await this.#destination.call(procedures.DOMAIN_MIGRATE_PREPARE3, args);
    this.#uri = uri_out ?? uri;
    return { cookie: cookie_out, uri: this.#uri };
  }

  async perform({ cookie, uri }: Prepared, flags: number): Promise<Cookie> {
    const { dname, bandwidth } = this.#params;
    const args = {
      dom: wireOf(this.#domain),
      xmlin: null,
      cookie_in: cookie,
      dconnuri: null,
      uri,
      flags: BigInt(flags),
      dname,
      resource: bandwidth,
    };
    return (await this.#source.call(procedures.DOMAIN_MIGRATE_PERFORM3, args)).cookie_out;
  }

  async finish(cookie: Cookie, flags: number, cancelled: boolean): Promise<Finished> {
    const args = {
      dname: this.#params.dname ?? this.#domain.name,
      cookie_in: cookie,
      dconnuri: null,
      uri: this.#uri,
      flags: BigInt(flags),
      cancelled: cancelled ? 1 : 0,
    };
    const { dom, cookie_out } = await this.#destination.call(procedures.DOMAIN_MIGRATE_FINISH3, args);
    return { dom, cookie: cookie_out };
  }

  async confirm(cookie: Cookie, flags: number, cancelled: boolean): Promise<void> {
    const dom = wireOf(this.#domain);
    const args = { dom, cookie_in: cookie, flags: BigInt(flags), cancelled: cancelled ? 1 : 0 };
    await this.#source.call(procedures.DOMAIN_MIGRATE_CONFIRM3, args);
  }
}
