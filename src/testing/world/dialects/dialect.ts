import type { Failure } from '../../failure.js';

/** What a dialect needs to know of a domain to speak of it. */
export interface Named {
  readonly name: string;
  readonly paused: boolean;
}

/** A lifecycle event, less its domain: `virDomainEventType`, and its detail. */
export type Happening = readonly [event: number, detail: number];

/** What a call is about that a domain must run for. */
export type Operation = 'destroy' | 'suspend' | 'resume' | 'shutdown' | 'reboot' | 'reset';

/** The flags that a driver takes, and the C functions of the driver that say so. */
export interface FlagsOf {
  readonly fn: string;
  readonly known: number;
}

/** The C functions of a driver that take flags. */
export type FlaggedFunction =
  | 'define'
  | 'create'
  | 'createXML'
  | 'destroy'
  | 'shutdown'
  | 'undefine'
  | 'getState'
  | 'getXMLDesc'
  | 'reboot'
  | 'reset'
  | 'listAll';

/** In what the drivers differ, as far as a client of the world sees it; as libvirt 9.0.0 has them. */
export interface Dialect {
  /** What `virConnectGetType` says. */
  readonly type: string;
  /** `virErrorDomain` */
  readonly errorDomain: string;
  readonly hypervisorVersion: bigint;
  /** What `CONNECT_SUPPORTS_FEATURE` is answered with 1 for. */
  readonly features: readonly number[];
  readonly flags: Readonly<Record<FlaggedFunction, FlagsOf>>;
  /** Whether a domain can be started with files. */
  readonly takesFiles: boolean;
  readonly canReset: boolean;
  readonly onStart: readonly Happening[];
  readonly onDestroy: readonly Happening[];
  readonly onShutdown: readonly Happening[];
  /** Whether a domain without a definition is not started with the daemon any more. */
  readonly forgetsAutostart: boolean;
  /** Whether a transient domain that has stopped is told of with the id that it had. */
  readonly tellsOldId: boolean;
  /** The OS type that it tells, whatever the description says; `null`: that of the description. */
  readonly osType: string | null;
  /** There is no domain of that name, UUID or id. */
  notFound(by: 'name' | 'uuid' | 'id', value: string): Failure;
  alreadyRunning(domain: Named): Failure;
  /** The domain does not run. */
  notRunning(operation: Operation, domain: Named): Failure;
  /** Suspending one that is suspended; `null`: nothing happens. */
  alreadyPaused(domain: Named): Failure | null;
  /** Resuming one that is not suspended. */
  notPaused(domain: Named): Failure;
  /** Whether one that is suspended can be asked to shut down. */
  readonly shutsDownPaused: boolean;
  /** The domain is transient; `null`: it does not matter. */
  transient(operation: 'undefine' | 'autostart'): Failure | null;
}
