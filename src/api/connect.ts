import { AbortError, invalidArgType, invalidArgValue, outOfRange, TimeoutError } from '../errors.js';
import { handshake } from '../rpc/handshake.js';
import type { KeepaliveSettings } from '../rpc/keepalive.js';
import { type CallOptions, checkCallOptions } from '../rpc/options.js';
import { Session } from '../rpc/session.js';
import { dialUnix, type FdTransport } from '../transport/choose.js';
import type { Transport } from '../transport/transport.js';
import { Connection } from './connection/connection.js';
import { ConnectFlags } from './generated/constants.js';
import { connectFailure, type PathFailure } from './uri/explain.js';
import { realHost } from './uri/host.js';
import { type Endpoint, resolveUri } from './uri/resolve.js';

/** How `connect` connects. */
export interface ConnectOptions extends CallOptions {
  /** Connect to the daemon's read-only socket, whose calls change nothing. Default: false. */
  readonly readOnly?: boolean | undefined;
  /**
   * What carries descriptors: the package koffi or the package usocket; or `'none'`, for a connection by Node's own
   * sockets, which carries none. Default: koffi, or usocket where koffi has no build, or else none.
   */
  readonly fdTransport?: FdTransport | undefined;
  /**
   * When a silent daemon is asked whether it is there, and when it is given up. Default: after 5 seconds, and after 5
   * questions without an answer. `false`: never.
   */
  readonly keepalive?: Partial<KeepaliveSettings> | false | undefined;
  /**
   * How many calls may be on their way at a time; more wait in their order. Default: 4. A daemon stops reading from a
   * client that has as many as its `max_client_requests`, 5 by default, and then keepalive fails behind slow calls.
   */
  readonly maxInFlight?: number | undefined;
}

const OPTIONS = ['signal', 'timeout', 'readOnly', 'fdTransport', 'keepalive', 'maxInFlight'];
const MAX_IN_FLIGHT = 4;
const KEEPALIVE: KeepaliveSettings = { interval: 5, count: 5 };

function checkOptions(options: ConnectOptions): void {
  checkCallOptions(options);
  const unknown = Object.keys(options).find((key) => !OPTIONS.includes(key));
  if (unknown !== undefined)
    throw invalidArgValue(`options.${unknown}`, `is not an option: there are ${OPTIONS.join(', ')}`);
  const { readOnly, maxInFlight } = options;
  if (readOnly !== undefined && typeof readOnly !== 'boolean')
    throw invalidArgType('options.readOnly', 'a boolean', readOnly);
  if (maxInFlight !== undefined && !(Number.isInteger(maxInFlight) && maxInFlight > 0)) {
    throw outOfRange('options.maxInFlight', 'an integer, 1 or more', maxInFlight);
  }
}

function keepaliveOf(keepalive: ConnectOptions['keepalive']): KeepaliveSettings | null {
  if (keepalive === false) return null;
  if (keepalive !== undefined && (typeof keepalive !== 'object' || keepalive === null)) {
    throw invalidArgType('options.keepalive', 'an object or false', keepalive);
  }
  const settings = { ...KEEPALIVE, ...keepalive };
  const { interval, count } = settings;
  if (!(interval > 0)) throw outOfRange('options.keepalive.interval', 'more than 0 seconds', interval);
  if (!(Number.isInteger(count) && count >= 0))
    throw outOfRange('options.keepalive.count', 'an integer, 0 or more', count);
  return settings;
}

/**
 * Connects to a hypervisor, through the libvirt daemon that manages it.
 *
 *     await using connection = await connect('lxc:///system');
 *
 * C: [virConnectOpenAuth](https://libvirt.org/html/libvirt-libvirt-host.html#virConnectOpenAuth)
 *
 * @param uri a [connection URI](https://libvirt.org/uri.html), or an alias that libvirt.conf gives one. Default: the
 *   environment's `LIBVIRT_DEFAULT_URI`, else `uri_default` of libvirt.conf, else what the daemon finds
 * @throws ConnectionError where no daemon answers: it names what was tried, and what to do; AuthError where the daemon
 *   does not let this process in; RemoteError where it cannot open the URI; TypeError for a URI or option that is
 *   none; UnsupportedError for a `fdTransport` that is not there; AbortError, TimeoutError
 */
export async function connect(uri?: string | null, options: ConnectOptions = {}): Promise<Connection> {
  checkOptions(options);
  const keepalive = keepaliveOf(options.keepalive);
  const endpoint = await resolveUri(uri ?? undefined, { readOnly: options.readOnly ?? false }, realHost());
  return withDeadline(options, async (signal) => {
    const transport = await dial(endpoint, options.fdTransport, signal);
    const session = new Session(transport, { maxInFlight: options.maxInFlight ?? MAX_IN_FLIGHT });
    const connection = new Connection(session);
    const flags = endpoint.readOnly ? ConnectFlags.RO : 0;
    try {
      await handshake(session, { name: endpoint.name, flags, auth: endpoint.auth, keepalive }, { signal });
    } catch (error) {
      session.end(null);
      throw error;
    }
    return connection;
  });
}

/** The first of the endpoint's sockets that somebody answers on. */
async function dial(
  endpoint: Endpoint,
  fdTransport: FdTransport | undefined,
  signal: AbortSignal | undefined,
): Promise<Transport> {
  const failures: PathFailure[] = [];
  for (const path of endpoint.paths) {
    try {
      return await dialUnix(path, { fdTransport, signal });
    } catch (error) {
      if (signal?.aborted || !(error instanceof Error && 'syscall' in error)) throw error;
      failures.push({ path, error });
    }
  }
  throw connectFailure(endpoint, failures);
}

/** Runs `work` with a signal that stands for the caller's signal and timeout. */
async function withDeadline<T>(
  { signal, timeout }: CallOptions,
  work: (signal: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  const late = timeout === undefined ? undefined : AbortSignal.timeout(timeout);
  const signals = [signal, late].filter((one) => one !== undefined);
  const either = signals.length > 0 ? AbortSignal.any(signals) : undefined;
  try {
    either?.throwIfAborted();
    return await work(either);
  } catch (error) {
    if (!either?.aborted) throw error;
    const cause: unknown = either.reason;
    if (signal?.aborted) throw new AbortError('connecting was aborted', false, { cause });
    throw new TimeoutError(`no connection was made within ${timeout} ms`, false, { cause });
  }
}
