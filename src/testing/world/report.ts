import { errorDomains, errorLevels, errorNumbers } from '../../protocol/generated/errors.js';
import { Failure } from '../failure.js';

/** What libvirt's messages begin with, where they are of a kind; `%s` stands for the rest. */
const FORMATS = {
  VIR_ERR_INTERNAL_ERROR: 'internal error: %s',
  VIR_ERR_INVALID_ARG: 'invalid argument: %s',
  VIR_ERR_NO_SUPPORT: 'this function is not supported by the connection driver: %s',
  VIR_ERR_NO_CONNECT: 'no connection driver available for %s',
  VIR_ERR_NO_NAME: 'missing name information',
  VIR_ERR_OPERATION_FAILED: 'operation failed: %s',
  VIR_ERR_OPERATION_DENIED: 'operation forbidden: %s',
  VIR_ERR_OPERATION_INVALID: 'Requested operation is not valid: %s',
  VIR_ERR_XML_ERROR: 'XML error: %s',
  VIR_ERR_XML_DETAIL: '%s',
  VIR_ERR_NO_DOMAIN: 'Domain not found: %s',
  VIR_ERR_CONFIG_UNSUPPORTED: 'unsupported configuration: %s',
  VIR_ERR_RPC: '%s',
} as const;

const valueNamed = (names: Readonly<Record<number, string>>, name: string): number =>
  Number(Object.keys(names).find((value) => names[Number(value)] === name));

const LEVEL = valueNamed(errorLevels, 'VIR_ERR_ERROR');

function wire(code: string, domain: string, message: string, strings: readonly [string, string | null], ints: number) {
  const [str1, str2] = strings;
  return new Failure({
    code: valueNamed(errorNumbers, code),
    domain: valueNamed(errorDomains, domain),
    level: LEVEL,
    message,
    dom: null,
    str1,
    str2,
    str3: null,
    int1: ints,
    int2: ints,
    net: null,
  });
}

/** An error as libvirt reports it: its kind, and what is peculiar to it. */
export function report(code: keyof typeof FORMATS, domain: string, detail: string | null): Failure {
  const format = FORMATS[code];
  if (detail !== null)
    return wire(
      code,
      domain,
      format.replace('%s', () => detail),
      [format, detail],
      -1,
    );
  const bare = format.replace(': %s', '');
  return wire(code, domain, bare, [bare, null], -1);
}

/** What a C function says of an argument that it does not take. */
export function badArgument(domain: string, fn: string, argument: string, message: string): Failure {
  return wire('VIR_ERR_INVALID_ARG', domain, message, [fn, argument], 0);
}

/** @throws Failure where there are flags that a C function does not take */
export function checkFlags(domain: string, fn: string, flags: number, known: number): void {
  const unknown = (flags & ~known) >>> 0;
  if (unknown === 0) return;
  throw badArgument(domain, fn, 'flags', `unsupported flags (0x${unknown.toString(16)}) in function ${fn}`);
}
