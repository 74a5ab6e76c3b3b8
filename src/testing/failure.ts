import { invalidArgType, invalidArgValue } from '../errors.js';
import { errorDomains, errorLevels, errorNumbers } from '../protocol/generated/errors.js';
import type { virNetMessageError } from '../protocol/generated/net/index.js';

/** An error for a daemon to answer with. */
export interface ScriptedError {
  /** `virErrorNumber`: its C name, `'VIR_ERR_NO_DOMAIN'`, or its number. */
  readonly code: string | number;
  /** Default: one that says that a script made it. */
  readonly message?: string | undefined;
  /** `virErrorDomain`: its C name, or its number. Default: the driver's own, as `'VIR_FROM_QEMU'`. */
  readonly domain?: string | number | undefined;
  /** `virErrorLevel`: its C name, or its number. Default: `'VIR_ERR_ERROR'`. */
  readonly level?: string | number | undefined;
  readonly str1?: string | null | undefined;
  readonly str2?: string | null | undefined;
  readonly str3?: string | null | undefined;
  /** Default: −1. */
  readonly int1?: number | undefined;
  /** Default: −1. */
  readonly int2?: number | undefined;
}

/** What a handler throws for the client to be answered with. */
export class Failure extends Error {
  readonly wire: virNetMessageError;

  constructor(wire: virNetMessageError) {
    super(wire.message ?? `error ${wire.code}`);
    this.wire = wire;
  }
}

/** The number of a C name. @throws TypeError where there is no such name */
function numberOf(field: string, value: unknown, names: Readonly<Record<number, string>>): number {
  if (typeof value === 'number') {
    if (!Number.isInteger(value)) throw invalidArgValue(field, 'must be an integer');
    return value;
  }
  if (typeof value !== 'string') throw invalidArgType(field, 'a C constant’s name, or its number', value);
  const entry = Object.entries(names).find(([, name]) => name === value);
  if (entry === undefined)
    throw invalidArgValue(field, `is ${JSON.stringify(value)}, which libvirt has no constant for`);
  return Number(entry[0]);
}

/** @throws TypeError where a field is not what it must be */
export function failureOf(error: ScriptedError | string | number, defaultDomain: string): Failure {
  const fields: ScriptedError = typeof error === 'object' ? error : { code: error };
  if (fields === null) throw invalidArgType('error', 'an object, or a code', error);
  const { code, message, domain = defaultDomain, level = 'VIR_ERR_ERROR' } = fields;
  const { str1 = null, str2 = null, str3 = null, int1 = -1, int2 = -1 } = fields;
  return new Failure({
    code: numberOf('error.code', code, errorNumbers),
    domain: numberOf('error.domain', domain, errorDomains),
    level: numberOf('error.level', level, errorLevels),
    message: message ?? `a script of the TestDaemon answers ${code}`,
    dom: null,
    str1,
    str2,
    str3,
    int1,
    int2,
    net: null,
  });
}
