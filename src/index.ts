/**
 * A libvirt client that speaks the daemon's own protocol.
 *
 * @module
 */
export { type ConnectOptions, connect } from './api/connect.js';
export type { ConnectionEvents } from './api/connection/base.js';
export { Connection } from './api/connection/connection.js';
export { Domain, type DomainInfo } from './api/domain/domain.js';
export type { FileLike, Files } from './api/files.js';
export * from './api/generated/constants.js';
export { withListenFds } from './api/listen-fds.js';
export {
  AbortError,
  AuthError,
  ConnectionError,
  type ConnectionErrorCode,
  LibvirtError,
  ProtocolError,
  RemoteError,
  type RemoteErrorFields,
  TimeoutError,
  UnsupportedError,
} from './errors.js';
export type { KeepaliveSettings } from './rpc/keepalive.js';
export type { CallOptions } from './rpc/options.js';
export type { FdTransport } from './transport/choose.js';
