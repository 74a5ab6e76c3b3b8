import { UnsupportedError } from '../../errors.js';
import type { remote_typed_param } from '../../protocol/generated/remote/index.js';
import { TypedParameterType } from '../generated/constants.js';
import { MigrateParam } from '../generated/string-constants.js';
import type { TypedParamsInput, TypedValue } from '../typed-params.js';

/**
 * What a migration can be told, by the values of `MigrateParam`. A name that is newer than this library is sent with the
 * type that its value has, or that `typed` gives it.
 */
export interface MigrateParams extends TypedParamsInput {
  /**
   * Where the source's hypervisor connects to: `'tcp://10.0.0.2:49152'`, `'unix:///run/migrate.sock'`. By default the
   * destination chooses, by its own host name.
   */
  readonly migrate_uri?: string | TypedValue | undefined;
  /** The domain's name at the destination. Default: what it is at the source. */
  readonly destination_name?: string | TypedValue | undefined;
  /** The domain's description at the destination, which may differ where it makes no difference to the guest. */
  readonly destination_xml?: string | TypedValue | undefined;
  /** The description that the destination keeps, with `PERSIST_DEST`. */
  readonly persistent_xml?: string | TypedValue | undefined;
  /** MiB a second that may be sent. Default: no limit but the domain's `migrateSetMaxSpeed`. */
  readonly bandwidth?: bigint | number | TypedValue | undefined;
  /** MiB a second that may be sent after the switch to post-copy. */
  readonly 'bandwidth.postcopy'?: bigint | number | TypedValue | undefined;
  /** MiB a second that the last round may count on. */
  readonly 'bandwidth.avail.switchover'?: bigint | number | TypedValue | undefined;
  /** Where the destination's graphics are for their clients to reconnect to. */
  readonly graphics_uri?: string | TypedValue | undefined;
  /** The address that the destination listens at. */
  readonly listen_address?: string | TypedValue | undefined;
  /** The targets of the disks to be copied: `['vda', 'vdb']`. Default: all that need it. */
  readonly migrate_disks?: string | readonly string[] | TypedValue | undefined;
  /** Those of them whose zeroes are looked for, so that they take no space. */
  readonly migrate_disks_detect_zeroes?: string | readonly string[] | TypedValue | undefined;
  /** Those of them whose image at the destination is all zeroes. */
  readonly migrate_disks_target_zero?: string | readonly string[] | TypedValue | undefined;
  /** The port that disks are copied to. */
  readonly disks_port?: number | TypedValue | undefined;
  /** Where disks are copied to: `'tcp://10.0.0.2:49153'`, `'unix:///run/disks.sock'`. */
  readonly disks_uri?: string | TypedValue | undefined;
  /** How memory is compressed: `['mt', 'xbzrle']`. */
  readonly compression?: string | readonly string[] | TypedValue | undefined;
  /** 0 to 9. */
  readonly 'compression.mt.level'?: number | TypedValue | undefined;
  /** Threads that compress. */
  readonly 'compression.mt.threads'?: number | TypedValue | undefined;
  /** Threads that decompress. */
  readonly 'compression.mt.dthreads'?: number | TypedValue | undefined;
  /** Bytes of the cache of pages. */
  readonly 'compression.xbzrle.cache'?: bigint | number | TypedValue | undefined;
  /** 0 to 9. */
  readonly 'compression.zlib.level'?: number | TypedValue | undefined;
  /** 0 to 20. */
  readonly 'compression.zstd.level'?: number | TypedValue | undefined;
  /** Percent by which `AUTO_CONVERGE` slows the guest down at first. */
  readonly 'auto_converge.initial'?: number | TypedValue | undefined;
  /** Percent by which it does so more each time that this is not enough. */
  readonly 'auto_converge.increment'?: number | TypedValue | undefined;
  /** Connections of `PARALLEL`. */
  readonly 'parallel.connections'?: number | TypedValue | undefined;
  /** The name that the destination's certificate must have, with `TLS`. */
  readonly 'tls.destination'?: string | TypedValue | undefined;
}

/** What a migration can be told by procedures without parameters. */
export interface PlainParams {
  readonly uri: string | null;
  readonly dname: string | null;
  readonly dxml: string | null;
  readonly bandwidth: bigint;
}

const PLAIN = {
  [MigrateParam.URI]: 'uri',
  [MigrateParam.DEST_NAME]: 'dname',
  [MigrateParam.DEST_XML]: 'dxml',
  [MigrateParam.BANDWIDTH]: 'bandwidth',
} as const;

/** @throws UnsupportedError for a parameter that such procedures do not have */
export function plainParams(params: readonly remote_typed_param[]): PlainParams {
  const plain: { -readonly [Name in keyof PlainParams]: PlainParams[Name] } = {
    uri: null,
    dname: null,
    dxml: null,
    bandwidth: 0n,
  };
  for (const { field, value } of params) {
    const name = Object.hasOwn(PLAIN, field) ? PLAIN[field as keyof typeof PLAIN] : undefined;
    if (name === 'bandwidth' && value.type === TypedParameterType.ULLONG) plain.bandwidth = value.value;
    else if (name !== undefined && name !== 'bandwidth' && value.type === TypedParameterType.STRING) {
      plain[name] = value.value;
    } else {
      const old = 'both ends need libvirt 1.1.0 or newer for that';
      throw new UnsupportedError(`the migration parameter ${field} cannot be sent: ${old}`);
    }
  }
  return plain;
}

/** The parameters of the functions that take none. `null`, and a bandwidth of 0, are left out. */
export function paramsOf({ uri, dname, dxml, bandwidth }: Partial<PlainParams>): MigrateParams {
  return {
    [MigrateParam.URI]: uri ?? undefined,
    [MigrateParam.DEST_NAME]: dname ?? undefined,
    [MigrateParam.DEST_XML]: dxml ?? undefined,
    [MigrateParam.BANDWIDTH]: bandwidth === 0n ? undefined : bandwidth,
  };
}
