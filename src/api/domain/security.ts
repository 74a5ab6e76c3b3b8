import { procedures, type remote_domain_get_security_label_ret } from '../../protocol/generated/remote/index.js';
import type { CallOptions } from '../../rpc/options.js';
import { charsToString } from '../arguments.js';
import { sessionOf } from '../connection/base.js';
import { wireOf } from '../object.js';
import { DomainAgent } from './agent.js';

/** C: virSecurityLabel. */
export interface SecurityLabel {
  /** Empty where the domain has none. */
  readonly label: string;
  /** Whether the host denies what the label does not allow. */
  readonly enforcing: boolean;
}

/** What the host lets a domain do. */
export class DomainSecurity extends DomainAgent {
  /**
   * The security label of a running domain, of the host's first security model.
   *
   * C: [virDomainGetSecurityLabel](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetSecurityLabel)
   *
   * @since libvirt 0.6.1
   */
  async getSecurityLabel(options?: CallOptions): Promise<SecurityLabel> {
    const args = { dom: wireOf(this) };
    return labelOf(await sessionOf(this.connection).call(procedures.DOMAIN_GET_SECURITY_LABEL, args, options));
  }

  /**
   * The security labels of a running domain, of all of the host's security models, in the order of the capabilities'
   * `<secmodel>`.
   *
   * C:
   * [virDomainGetSecurityLabelList](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetSecurityLabelList)
   *
   * @since libvirt 0.10.0
   */
  async getSecurityLabelList(options?: CallOptions): Promise<SecurityLabel[]> {
    const args = { dom: wireOf(this) };
    const { labels } = await sessionOf(this.connection).call(procedures.DOMAIN_GET_SECURITY_LABEL_LIST, args, options);
    return labels.map(labelOf);
  }
}

function labelOf({ label, enforcing }: remote_domain_get_security_label_ret): SecurityLabel {
  return { label: charsToString(label), enforcing: enforcing !== 0 };
}
