import type { TypedParamsInput, TypedParamValue, TypedValue } from '../typed-params.js';

/** What a daemon that is newer than this library may say besides. */
interface More {
  readonly [name: string]: TypedParamValue | readonly TypedParamValue[] | undefined;
}

/** A number to be written. */
export type AdmNumberInput = number | bigint | TypedValue;

/** The threads that do a server's work. */
export interface AdmThreadPoolParameters extends More {
  /** `VIR_THREADPOOL_WORKERS_MIN`: how many there are at least. */
  readonly minWorkers: number;
  /** `VIR_THREADPOOL_WORKERS_MAX`: how many there are at most. */
  readonly maxWorkers: number;
  /** `VIR_THREADPOOL_WORKERS_CURRENT`: how many there are. */
  readonly nWorkers: number;
  /** `VIR_THREADPOOL_WORKERS_FREE`: how many of them have nothing to do. */
  readonly freeWorkers: number;
  /** `VIR_THREADPOOL_WORKERS_PRIORITY`: how many there are besides, for the calls that never wait for a hypervisor. */
  readonly prioWorkers: number;
  /** `VIR_THREADPOOL_JOB_QUEUE_DEPTH`: how many calls wait for one. */
  readonly jobQueueDepth: number;
}

/** What can be set of `AdmThreadPoolParameters`. What is left out stays. */
export interface AdmThreadPoolParametersInput extends TypedParamsInput {
  /** `VIR_THREADPOOL_WORKERS_MIN`. */
  readonly minWorkers?: AdmNumberInput | undefined;
  /** `VIR_THREADPOOL_WORKERS_MAX`. */
  readonly maxWorkers?: AdmNumberInput | undefined;
  /** `VIR_THREADPOOL_WORKERS_PRIORITY`. */
  readonly prioWorkers?: AdmNumberInput | undefined;
}

/** How many clients a server has, and may have. */
export interface AdmClientLimits extends More {
  /** `VIR_SERVER_CLIENTS_MAX`: how many there may be. */
  readonly nclients_max: number;
  /** `VIR_SERVER_CLIENTS_CURRENT`: how many there are. */
  readonly nclients: number;
  /** `VIR_SERVER_CLIENTS_UNAUTH_MAX`: how many there may be that have not authenticated yet. */
  readonly nclients_unauth_max: number;
  /** `VIR_SERVER_CLIENTS_UNAUTH_CURRENT`: how many of them have not authenticated yet. */
  readonly nclients_unauth: number;
}

/** What can be set of `AdmClientLimits`. What is left out stays. */
export interface AdmClientLimitsInput extends TypedParamsInput {
  /** `VIR_SERVER_CLIENTS_MAX`. */
  readonly nclients_max?: AdmNumberInput | undefined;
  /** `VIR_SERVER_CLIENTS_UNAUTH_MAX`. */
  readonly nclients_unauth_max?: AdmNumberInput | undefined;
}

/** Who a client is, as far as its transport tells. */
export interface AdmClientInfo extends More {
  /** `VIR_CLIENT_INFO_READONLY`: whether it is on the read-only socket. Over TCP and TLS: `false`. */
  readonly readonly: boolean;
  /** `VIR_CLIENT_INFO_UNIX_USER_ID`, of a client on a UNIX socket. */
  readonly unix_user_id?: number | undefined;
  /** `VIR_CLIENT_INFO_UNIX_USER_NAME`, of a client on a UNIX socket. */
  readonly unix_user_name?: string | undefined;
  /** `VIR_CLIENT_INFO_UNIX_GROUP_ID`, of a client on a UNIX socket. */
  readonly unix_group_id?: number | undefined;
  /** `VIR_CLIENT_INFO_UNIX_GROUP_NAME`, of a client on a UNIX socket. */
  readonly unix_group_name?: string | undefined;
  /** `VIR_CLIENT_INFO_UNIX_PROCESS_ID`, of a client on a UNIX socket. */
  readonly unix_process_id?: number | undefined;
  /** `VIR_CLIENT_INFO_SOCKET_ADDR`: address and port of a client over TCP or TLS. */
  readonly sock_addr?: string | undefined;
  /** `VIR_CLIENT_INFO_SASL_USER_NAME`, of a client that has authenticated by SASL. */
  readonly sasl_user_name?: string | undefined;
  /** `VIR_CLIENT_INFO_X509_DISTINGUISHED_NAME`, of a client over TLS that has a certificate. */
  readonly tls_x509_dname?: string | undefined;
  /** `VIR_CLIENT_INFO_SELINUX_CONTEXT`, on a host with SELinux. */
  readonly selinux_context?: string | undefined;
}
