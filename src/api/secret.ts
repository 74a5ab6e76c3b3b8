import { invalidArgType, outOfRange } from '../errors.js';
import { procedures, REMOTE_SECRET_VALUE_MAX } from '../protocol/generated/remote/index.js';
import type { CallOptions } from '../rpc/options.js';
import { sessionOf } from './connection/base.js';
import { SecretMethods } from './generated/methods/secret.js';
import { wireOf } from './object.js';

/** A secret: a password or key that the daemon keeps. */
export class Secret extends SecretMethods {
  /**
   * The secret's value.
   *
   * C: [virSecretGetValue](https://libvirt.org/html/libvirt-libvirt-secret.html#virSecretGetValue)
   *
   * @param flags none are defined: 0
   * @throws RemoteError `VIR_ERR_NO_SECRET` where it has none; `VIR_ERR_INVALID_SECRET` where it is private, and is
   *   never returned
   * @since libvirt 0.7.1
   */
  async getValue(flags = 0, options?: CallOptions): Promise<Uint8Array> {
    const args = { secret: wireOf(this), flags };
    return (await sessionOf(this.connection).call(procedures.SECRET_GET_VALUE, args, options)).value;
  }

  /**
   * Gives the secret a value. Text has to be encoded, so that nobody has to guess how it was:
   * `Buffer.from('password')` is UTF-8.
   *
   * C: [virSecretSetValue](https://libvirt.org/html/libvirt-libvirt-secret.html#virSecretSetValue)
   *
   * @param value at most 65,536 bytes
   * @param flags none are defined: 0
   * @throws TypeError, RangeError before it is sent
   * @since libvirt 0.7.1
   */
  async setValue(value: Uint8Array, flags = 0, options?: CallOptions): Promise<void> {
    if (!(value instanceof Uint8Array)) throw invalidArgType('value', 'a Uint8Array', value);
    if (value.length > REMOTE_SECRET_VALUE_MAX) {
      throw outOfRange('value', `at most ${REMOTE_SECRET_VALUE_MAX} bytes long`, value.length);
    }
    const args = { secret: wireOf(this), value, flags };
    await sessionOf(this.connection).call(procedures.SECRET_SET_VALUE, args, options);
  }
}
