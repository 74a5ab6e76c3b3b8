/** Every error that the library makes, in one place. This module imports nothing. */

/**
 * The root of every error that is not a bad argument. `code` is stable and meant for programs;
 * `message` is meant for people and may change.
 */
export abstract class LibvirtError extends Error {
  abstract override readonly name: string;
  readonly code: string;

  constructor(message: string, code: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What a daemon said of a failed procedure: the fields of `virNetMessageError`, named. */
export interface RemoteErrorFields {
  /** `virErrorNumber`, as the daemon sent it. */
  readonly errno: number;
  /** `virErrorNumber`'s C name, `'VIR_ERR_NO_DOMAIN'`, or `'VIR_ERR_<number>'` where it is newer than this library. */
  readonly code: string;
  /** `virErrorDomain`'s C name, `'VIR_FROM_LXC'`: the part of libvirt that failed. */
  readonly domain: string;
  /** `virErrorLevel`'s C name: `'VIR_ERR_WARNING'` or `'VIR_ERR_ERROR'`. */
  readonly level: string;
  readonly message: string;
  readonly str1: string | null;
  readonly str2: string | null;
  readonly str3: string | null;
  /** −1 where the daemon has nothing to say; the `errno` of a failed system call for `VIR_ERR_SYSTEM_ERROR`. */
  readonly int1: number;
  readonly int2: number;
}

/** The daemon answered the call with an error. */
export class RemoteError extends LibvirtError implements RemoteErrorFields {
  override readonly name: 'RemoteError' = 'RemoteError';
  readonly errno: number;
  readonly domain: string;
  readonly level: string;
  readonly str1: string | null;
  readonly str2: string | null;
  readonly str3: string | null;
  readonly int1: number;
  readonly int2: number;
  /** The procedure that failed, by its C name less the prefix: `'DOMAIN_LOOKUP_BY_NAME'`. */
  readonly procedure: string;

  constructor(fields: RemoteErrorFields, procedure: string) {
    super(fields.message, fields.code);
    this.errno = fields.errno;
    this.domain = fields.domain;
    this.level = fields.level;
    this.str1 = fields.str1;
    this.str2 = fields.str2;
    this.str3 = fields.str3;
    this.int1 = fields.int1;
    this.int2 = fields.int2;
    this.procedure = procedure;
  }
}

export type ConnectionErrorCode =
  | 'ERR_LIBVIRT_CONNECT'
  | 'ERR_LIBVIRT_CONNECTION_CLOSED'
  | 'ERR_LIBVIRT_CONNECTION_LOST'
  | 'ERR_LIBVIRT_KEEPALIVE';

/** The connection could not be made, was lost, or is closed. */
export class ConnectionError extends LibvirtError {
  override readonly name: 'ConnectionError' = 'ConnectionError';
  declare readonly code: ConnectionErrorCode;
  /**
   * Whether any part of the request may have reached the daemon. `false`: it certainly has not, and
   * the call may be repeated. `true`: it may have taken effect.
   */
  readonly sent: boolean;

  constructor(message: string, code: ConnectionErrorCode, sent: boolean, options?: ErrorOptions) {
    super(message, code, options);
    this.sent = sent;
  }
}

/**
 * The peer broke the protocol. The connection is closed: it is never resynchronised by guess. Of `domain.agent()` alone, the
 * guest broke its agent's protocol, and the connection stays open.
 */
export class ProtocolError extends LibvirtError {
  override readonly name: 'ProtocolError' = 'ProtocolError';
  /** Where in the message, as XDR names it: `remote_domain_get_info_args.dom.uuid`; `null` outside a payload. */
  readonly path: string | null;

  constructor(message: string, path: string | null = null, options?: ErrorOptions) {
    super(path === null ? message : `${path}: ${message}`, 'ERR_LIBVIRT_PROTOCOL', options);
    this.path = path;
  }
}

/**
 * Why a daemon did not let a client in. `'credentials'`: there are none, or they are wrong. `'denied'`: the daemon knows who
 * calls, and does not want them. `'mechanism'`: no way to authenticate that both sides have can be used. `'proof'`: the
 * other side did not show that it knows the password, or that it is the host that was meant, and may not be the daemon.
 */
export type AuthErrorReason = 'credentials' | 'denied' | 'mechanism' | 'proof';

/** The daemon did not let the client in, or it is not to be trusted with the client. */
export class AuthError extends LibvirtError {
  override readonly name: 'AuthError' = 'AuthError';
  readonly reason: AuthErrorReason;

  constructor(message: string, { reason = 'denied', ...options }: ErrorOptions & { reason?: AuthErrorReason } = {}) {
    super(message, 'ERR_LIBVIRT_AUTH', options);
    this.reason = reason;
  }
}

/** What was asked for cannot be done on this connection or platform. Nothing was sent. */
export class UnsupportedError extends LibvirtError {
  override readonly name: 'UnsupportedError' = 'UnsupportedError';

  constructor(message: string, options?: ErrorOptions) {
    super(message, 'ERR_LIBVIRT_UNSUPPORTED', options);
  }
}

/** Events came faster than they were taken, and there was no more room to keep them. */
export class EventsLostError extends LibvirtError {
  override readonly name: 'EventsLostError' = 'EventsLostError';
  /** How many events were not kept. */
  readonly lost: number;

  constructor(message: string, lost: number, options?: ErrorOptions) {
    super(message, 'ERR_LIBVIRT_EVENTS_LOST', options);
    this.lost = lost;
  }
}

/**
 * The connection was lost and made again, and what happened in between no event has told: the error of whoever iterates events
 * and has not asked to be told of gaps among them.
 */
export class EventGapError extends LibvirtError {
  override readonly name: 'EventGapError' = 'EventGapError';
  /** When the daemon was heard last, as far as that is known. */
  readonly from: Date;
  /** When the connection was open again. */
  readonly to: Date;

  constructor(message: string, from: Date, to: Date, options?: ErrorOptions) {
    super(message, 'ERR_LIBVIRT_EVENT_GAP', options);
    this.from = from;
    this.to = to;
  }
}

/** The caller's `AbortSignal` fired; `cause` is the signal's reason. */
export class AbortError extends LibvirtError {
  override readonly name: 'AbortError' = 'AbortError';
  /** Whether the request may have reached the daemon: libvirt cannot recall a call, so it may still take effect. */
  readonly sent: boolean;

  constructor(message: string, sent: boolean, options?: ErrorOptions) {
    super(message, 'ABORT_ERR', options);
    this.sent = sent;
  }
}

/** The call's `timeout` passed before its reply came. */
export class TimeoutError extends LibvirtError {
  override readonly name: 'TimeoutError' = 'TimeoutError';
  /** Whether the request may have reached the daemon: libvirt cannot recall a call, so it may still take effect. */
  readonly sent: boolean;

  constructor(message: string, sent: boolean, options?: ErrorOptions) {
    super(message, 'ERR_LIBVIRT_TIMEOUT', options);
    this.sent = sent;
  }
}

function withCode<E extends Error>(error: E, code: string): E & { code: string } {
  return Object.assign(error, { code });
}

/** A value, as an error message shows it: short, and without a string's text, which may be a secret. */
function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  switch (typeof value) {
    case 'string':
      return `a string of ${value.length} characters`;
    case 'bigint':
      return `${value}n`;
    case 'function':
      return 'a function';
    case 'object':
      return Array.isArray(value)
        ? `an array of ${value.length}`
        : `an instance of ${value.constructor?.name ?? 'Object'}`;
    default:
      return String(value);
  }
}

/** A `TypeError` as Node makes it for a value of the wrong type. */
export function invalidArgType(name: string, expected: string, actual: unknown): TypeError & { code: string } {
  return withCode(new TypeError(`${name} must be ${expected}; got ${describe(actual)}`), 'ERR_INVALID_ARG_TYPE');
}

/** A `TypeError` as Node makes it for a value that has the right type and cannot be used. `reason` says what it is. */
export function invalidArgValue(name: string, reason: string): TypeError & { code: string } {
  return withCode(new TypeError(`${name} ${reason}`), 'ERR_INVALID_ARG_VALUE');
}

/** A `RangeError` as Node makes it. */
export function outOfRange(name: string, range: string, actual: unknown): RangeError & { code: string } {
  return withCode(new RangeError(`${name} must be ${range}; got ${describe(actual)}`), 'ERR_OUT_OF_RANGE');
}

/** What a write gets whose stream is destroyed before it has left, as Node makes it. */
export function streamDestroyed(message: string): Error & { code: string } {
  return withCode(new Error(message), 'ERR_STREAM_DESTROYED');
}

/** What writing to something that is closed at the other end fails with, as Node makes it. */
export function brokenPipe(message: string): Error & { code: string } {
  return withCode(new Error(message), 'EPIPE');
}
