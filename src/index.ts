/**
 * A libvirt client that speaks the daemon's own protocol.
 *
 * @module
 */
export { AdmClient } from './api/admin/client.js';
export { AdmConnection } from './api/admin/connection.js';
export type {
  AdmClientInfo,
  AdmClientLimits,
  AdmClientLimitsInput,
  AdmNumberInput,
  AdmThreadPoolParameters,
  AdmThreadPoolParametersInput,
} from './api/admin/params.js';
export { AdmServer } from './api/admin/server.js';
export type {
  AuthCallback,
  AuthOptions,
  AuthPrompt,
  PasswordPrompt,
  UsernamePrompt,
} from './api/auth/options.js';
export { type ConnectOptions, connect } from './api/connect.js';
export { type ConnectAdminOptions, connectAdmin } from './api/connect-admin.js';
export { type ConnectAllOptions, type ConnectTarget, connectAll } from './api/connect-all.js';
export type { ConnectFailure, ConnectResult, ConnectResults, ConnectSuccess } from './api/connect-results.js';
export type { ConnectionEvents } from './api/connection/base.js';
export { Connection } from './api/connection/connection.js';
export type { DomainStatsIteration } from './api/connection/iteration.js';
export type {
  ConnectionClosed,
  ConnectionConnecting,
  ConnectionLost,
  ConnectionOpen,
  ConnectionReopened,
  ConnectionState,
} from './api/connection/state.js';
export type { StateIterator, StateOptions } from './api/connection/states.js';
export type { DomainStatsRecord } from './api/connection/statistics.js';
export type { CPUSet } from './api/cpu-map.js';
export type { Dialer } from './api/dial/stream-option.js';
export type { AgentCommand } from './api/domain/agent.js';
export { Domain } from './api/domain/domain.js';
export type { DomainFSInfo, DomainInterface, DomainIPAddress } from './api/domain/guest.js';
export type { DomainIOThreadInfo } from './api/domain/pinning.js';
export type { DomainBlockJobInfo } from './api/domain/record.js';
export type { SecurityLabel } from './api/domain/security.js';
export type { Screenshot } from './api/domain/streams.js';
export type { DomainDiskError, DomainMemoryStats, VcpuInfo } from './api/domain/usage.js';
export type { DomainStateName } from './api/domain/wait.js';
export { DomainCheckpoint } from './api/domain-checkpoint.js';
export { DomainSnapshot } from './api/domain-snapshot.js';
export type * from './api/events.js';
export type { FileLike, Files } from './api/files.js';
export type { Flags } from './api/flags.js';
export * from './api/generated/constants.js';
export type * from './api/generated/records.js';
export * from './api/generated/string-constants.js';
export { Interface } from './api/interface.js';
export type { DomainJobStats } from './api/jobs/stats.js';
export type { JobProgressOptions } from './api/jobs/watch.js';
export { DOMAIN_MEMORY_PARAM_UNLIMITED, DOMAIN_SEND_KEY_MAX_KEYS } from './api/limits.js';
export { withListenFds } from './api/listen-fds.js';
export type { MigrateParams } from './api/migration/params.js';
export { Network, type NetworkDHCPLease } from './api/network.js';
export { NetworkPort } from './api/network-port.js';
export { NodeDevice } from './api/node-device.js';
export { NWFilter } from './api/nwfilter.js';
export { NWFilterBinding } from './api/nwfilter-binding.js';
export type { ReconnectOptions } from './api/reconnect/options.js';
export { Secret } from './api/secret.js';
export { StoragePool } from './api/storage-pool.js';
export { StorageVol } from './api/storage-vol.js';
export type { FileOrPath } from './api/streams/file.js';
export type { Hole } from './api/streams/hole.js';
export type { StreamOptions } from './api/streams/options.js';
export type { TransferOptions } from './api/streams/storage-vol-files.js';
export type { TlsMaterial, TlsOptions } from './api/tls/options.js';
export {
  type TypedParamInput,
  type TypedParams,
  type TypedParamsInput,
  type TypedParamType,
  type TypedParamValue,
  type TypedValue,
  typed,
} from './api/typed-params.js';
export {
  AbortError,
  AuthError,
  type AuthErrorReason,
  ConnectionError,
  type ConnectionErrorCode,
  EventGapError,
  EventsLostError,
  LibvirtError,
  ProtocolError,
  RemoteError,
  type RemoteErrorFields,
  TimeoutError,
  UnsupportedError,
} from './errors.js';
export type { CallMessage } from './rpc/diagnostics/call.js';
export type { ConnectionInfo, ConnectionMessage } from './rpc/diagnostics/connection.js';
export type { ErrorSummary, Outcome } from './rpc/diagnostics/error-summary.js';
export type { EventMessage } from './rpc/diagnostics/event.js';
export type { StreamDirection, StreamMessage } from './rpc/diagnostics/stream.js';
export type { KeepaliveSettings } from './rpc/keepalive.js';
export type { CallOptions } from './rpc/options.js';
export type { FdTransport } from './transport/choose.js';
