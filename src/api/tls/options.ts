import { invalidArgType, invalidArgValue } from '../../errors.js';
import { checkNames } from '../arguments.js';

/** PEM, as text or bytes: one or several. */
export type TlsMaterial = string | Uint8Array | readonly (string | Uint8Array)[];

/** Keys and certificates, where they are not in the files that libvirt looks for. */
export interface TlsOptions {
  /** Certificates of the authorities that are trusted to sign a daemon's. Default: `cacert.pem` */
  readonly ca?: TlsMaterial | undefined;
  /** This client's certificate, and those between it and its authority. Default: `clientcert.pem`, where it is there */
  readonly cert?: TlsMaterial | undefined;
  /** The key of `cert`. Default: `clientkey.pem`, where it is there */
  readonly key?: TlsMaterial | undefined;
  /** What `key` is encrypted with. Default: it is not */
  readonly passphrase?: string | undefined;
  /** Lists of certificates that authorities have revoked. Default: `cacrl.pem`, where it is there */
  readonly crl?: TlsMaterial | undefined;
  /** The name that the daemon's certificate must be for. Default: the URI's host */
  readonly servername?: string | undefined;
}

const MATERIAL = ['ca', 'cert', 'key', 'crl'] as const;
const STRINGS = ['passphrase', 'servername'] as const;
const NAMES: readonly string[] = [...MATERIAL, ...STRINGS];

const isPiece = (value: unknown): boolean => typeof value === 'string' || value instanceof Uint8Array;

/**
 * `options.tls`, checked.
 *
 * @throws TypeError, which shows nothing of what was given
 */
export function checkTlsOptions(tls: TlsOptions | undefined): void {
  if (tls === undefined) return;
  if (typeof tls !== 'object' || tls === null) throw invalidArgType('options.tls', 'an object', tls);
  checkNames(tls, NAMES, 'options.tls');
  for (const name of MATERIAL) {
    const value: unknown = tls[name];
    if (value === undefined || isPiece(value) || (Array.isArray(value) && value.length > 0 && value.every(isPiece)))
      continue;
    throw invalidArgType(`options.tls.${name}`, 'a string, a Uint8Array, or an array of them', value);
  }
  for (const name of STRINGS) {
    const value: unknown = tls[name];
    if (value !== undefined && typeof value !== 'string')
      throw invalidArgType(`options.tls.${name}`, 'a string', value);
  }
  if (tls.servername === '') throw invalidArgValue('options.tls.servername', 'is empty');
  if ((tls.cert === undefined) !== (tls.key === undefined)) {
    const [there, missing] = tls.key === undefined ? ['cert', 'key'] : ['key', 'cert'];
    throw invalidArgValue(`options.tls.${there}`, `is of no use without options.tls.${missing}`);
  }
}
