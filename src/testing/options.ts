import { checkNames } from '../api/arguments.js';
import { invalidArgType, invalidArgValue, outOfRange } from '../errors.js';

/** What kind of daemon it is. */
export interface TestDaemonOptions {
  /**
   * By what clients reach it: `'memory'`, by `daemon.connect()` alone; or `'unix'`, by a UNIX socket too, in a directory of
   * its own, for `connect(daemon.uri)` and for other processes. Default: `'memory'`.
   */
  readonly transport?: 'memory' | 'unix' | undefined;
  /**
   * The URI of the hypervisor that it has, as `'qemu:///system'`. The driver that this names decides how the daemon speaks:
   * its type, its errors and its flags, of which those of `test`, `lxc` and `qemu` are libvirt's own. Default:
   * `'test:///default'`.
   */
  readonly uri?: string | undefined;
  /**
   * The version of its libvirt. Procedures that are newer are unknown to it. Default: `'12.8.0'`, the newest that this
   * library knows.
   */
  readonly version?: string | undefined;
  /** What it calls its host. Default: `'testhost'`. */
  readonly hostname?: string | undefined;
  /**
   * How many calls of a client it takes at a time: while it has as many, it reads nothing from that client. Default: 5, as
   * libvirt's own.
   */
  readonly maxClientRequests?: number | undefined;
}

/** The options, checked, with their defaults. */
export interface DaemonPlan {
  readonly transport: 'memory' | 'unix';
  readonly uri: string;
  readonly scheme: string;
  readonly version: readonly number[];
  readonly hostname: string;
  readonly maxClientRequests: number;
}

const NAMES = ['transport', 'uri', 'version', 'hostname', 'maxClientRequests'];

/** The release that this library's newest procedures are of. */
const NEWEST = '12.8.0';
const MAX_CLIENT_REQUESTS = 5;

/** @throws TypeError, RangeError */
export function planOf(options: TestDaemonOptions): DaemonPlan {
  if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'an object', options);
  checkNames(options, NAMES);
  const { transport = 'memory', uri = 'test:///default', version = NEWEST, hostname = 'testhost' } = options;
  const { maxClientRequests = MAX_CLIENT_REQUESTS } = options;
  if (transport !== 'memory' && transport !== 'unix') {
    throw invalidArgValue('options.transport', "must be 'memory' or 'unix'");
  }
  for (const [name, value] of Object.entries({ uri, version, hostname })) {
    if (typeof value !== 'string') throw invalidArgType(`options.${name}`, 'a string', value);
  }
  if (!Number.isInteger(maxClientRequests) || maxClientRequests < 1) {
    throw outOfRange('options.maxClientRequests', 'an integer, 1 or more', maxClientRequests);
  }
  const [, scheme] = /^([a-z]+):\/\/\/[^?#\s]*$/u.exec(uri) ?? [];
  if (scheme === undefined) throw invalidArgValue('options.uri', "must be a local URI, as 'qemu:///system'");
  const numbers = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/u.exec(version);
  if (numbers === null) throw invalidArgValue('options.version', "must be a release, as '9.0.0'");
  return { transport, uri, scheme, version: numbers.slice(1).map(Number), hostname, maxClientRequests };
}

/** Whether a release is newer than a version. */
export function isNewer(release: string, version: readonly number[]): boolean {
  const parts = release.split('.').map(Number);
  const at = parts.findIndex((part, i) => part !== version[i]);
  return at >= 0 && (parts[at] as number) > (version[at] ?? 0);
}
