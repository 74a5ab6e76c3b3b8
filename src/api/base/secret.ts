import type { remote_nonnull_secret } from '../../protocol/generated/remote/index.js';
import type { SecretUsageType } from '../generated/constants.js';
import { inspectAs } from '../inspect.js';
import { wireOf } from '../object.js';
import { UuidObject } from './uuid-object.js';

/** What a secret is known by. Its value is no part of that. */
export class SecretBase extends UuidObject<remote_nonnull_secret> {
  static {
    inspectAs(SecretBase.prototype, ({ uuid, usageType, usageID }) => ({ uuid, usageType, usageID }));
  }

  /** What kind of thing the secret is for. */
  get usageType(): SecretUsageType {
    return wireOf(this).usageType as SecretUsageType;
  }

  /** Which thing of that kind: a volume's path, a Ceph user's name, … */
  get usageID(): string {
    return wireOf(this).usageID;
  }

  /** C: [virSecretGetUsageType](https://libvirt.org/html/libvirt-libvirt-secret.html#virSecretGetUsageType) */
  getUsageType(): SecretUsageType {
    return this.usageType;
  }

  /** C: [virSecretGetUsageID](https://libvirt.org/html/libvirt-libvirt-secret.html#virSecretGetUsageID) */
  getUsageID(): string {
    return this.usageID;
  }
}
