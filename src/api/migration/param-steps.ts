import { procedures, type remote_typed_param } from '../../protocol/generated/remote/index.js';
import type { DaemonSession } from '../../rpc/daemon-session.js';
import type { DomainBase } from '../base/domain.js';
import { type ConnectionBase, sessionOf } from '../connection/base.js';
import { TypedParameterType } from '../generated/constants.js';
import { MigrateParam } from '../generated/string-constants.js';
import { wireOf } from '../object.js';
import { domainPaused } from './paused.js';
import type { Begun, Cookie, Finished, MigrationSteps, Prepared } from './steps.js';

/** Protocol 3 with parameters, which daemons have since libvirt 1.1.0. */
export class ParamSteps implements MigrationSteps {
  readonly #domain: DomainBase;
  readonly #source: DaemonSession;
  readonly #destination: DaemonSession;
  #params: readonly remote_typed_param[];

  constructor(domain: DomainBase, dconn: ConnectionBase, params: readonly remote_typed_param[]) {
    this.#domain = domain;
    this.#source = sessionOf(domain.connection);
    this.#destination = sessionOf(dconn);
    this.#params = params;
  }

  async begin(flags: number): Promise<Begun> {
    const args = { dom: wireOf(this.#domain), params: this.#params, flags };
    const { cookie_out, xml } = await this.#source.call(procedures.DOMAIN_MIGRATE_BEGIN3_PARAMS, args);
    return { cookie: cookie_out, xml };
  }

  paused(): Promise<boolean> {
    return domainPaused(this.#domain);
  }

  async prepare({ cookie, xml }: Begun, flags: number): Promise<Prepared> {
    this.#params = replacing(this.#params, MigrateParam.DEST_XML, xml);
    const args = { params: this.#params, cookie_in: cookie, flags };
    const { cookie_out, uri_out } = await this.#destination.call(procedures.DOMAIN_MIGRATE_PREPARE3_PARAMS, args);
    if (uri_out !== null) this.#params = replacing(this.#params, MigrateParam.URI, uri_out);
    return { cookie: cookie_out, uri: textOf(this.#params, MigrateParam.URI) };
  }

  async perform({ cookie }: Prepared, flags: number): Promise<Cookie> {
    const args = { dom: wireOf(this.#domain), dconnuri: null, params: this.#params, cookie_in: cookie, flags };
    return (await this.#source.call(procedures.DOMAIN_MIGRATE_PERFORM3_PARAMS, args)).cookie_out;
  }

  async finish(cookie: Cookie, flags: number, cancelled: boolean): Promise<Finished> {
    if (textOf(this.#params, MigrateParam.DEST_NAME) === null) {
      this.#params = replacing(this.#params, MigrateParam.DEST_NAME, this.#domain.name);
    }
    const args = { params: this.#params, cookie_in: cookie, flags, cancelled: cancelled ? 1 : 0 };
    const { dom, cookie_out } = await this.#destination.call(procedures.DOMAIN_MIGRATE_FINISH3_PARAMS, args);
    return { dom, cookie: cookie_out };
  }

  async confirm(cookie: Cookie, flags: number, cancelled: boolean): Promise<void> {
    const dom = wireOf(this.#domain);
    const args = { dom, params: this.#params, cookie_in: cookie, flags, cancelled: cancelled ? 1 : 0 };
    await this.#source.call(procedures.DOMAIN_MIGRATE_CONFIRM3_PARAMS, args);
  }
}

function textOf(params: readonly remote_typed_param[], name: string): string | null {
  const value = params.find(({ field }) => field === name)?.value;
  return value?.type === TypedParameterType.STRING ? value.value : null;
}

/** Where there is one of that name, it is in its place. */
function replacing(params: readonly remote_typed_param[], name: string, text: string): readonly remote_typed_param[] {
  const replaced: remote_typed_param = { field: name, value: { type: TypedParameterType.STRING, value: text } };
  const at = params.findIndex(({ field }) => field === name);
  return at === -1 ? [...params, replaced] : params.with(at, replaced);
}
