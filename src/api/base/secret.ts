import type { remote_nonnull_secret } from '../../protocol/generated/remote/index.js';
import { formatUuid } from '../../protocol/uuid.js';
import type { SecretUsageType } from '../generated/constants.js';
import { inspectAs } from '../inspect.js';
import { ApiObject, wireOf } from '../object.js';

/** What a secret is known by. Its value is no part of that. */
export class SecretBase extends ApiObject<remote_nonnull_secret> {
  static {
    inspectAs(SecretBase.prototype, ({ uuid, usageType, usageID }) => ({ uuid, usageType, usageID }));
  }

  /** In canonical form: `'c7a5fdbd-edaf-9455-926a-d65c16db1809'`. */
  get uuid(): string {
    return formatUuid(wireOf(this).uuid);
  }

  /** What kind of thing the secret is for. */
  get usageType(): SecretUsageType {
    return wireOf(this).usageType as SecretUsageType;
  }

  /** Which thing of that kind: a volume's path, a Ceph user's name, … */
  get usageID(): string {
    return wireOf(this).usageID;
  }

  /**
   * The 16 bytes of the UUID.
   *
   * C: [virSecretGetUUID](https://libvirt.org/html/libvirt-libvirt-secret.html#virSecretGetUUID)
   */
  getUUID(): Uint8Array {
    return wireOf(this).uuid.slice();
  }

  /** C: [virSecretGetUUIDString](https://libvirt.org/html/libvirt-libvirt-secret.html#virSecretGetUUIDString) */
  getUUIDString(): string {
    return this.uuid;
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
