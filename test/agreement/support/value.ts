import {
  Domain,
  DomainCheckpoint,
  DomainSnapshot,
  Interface,
  Network,
  NetworkPort,
  NodeDevice,
  NWFilter,
  NWFilterBinding,
  Secret,
  StoragePool,
  StorageVol,
} from '../../../src/index.js';

/** A result without what differs by language alone: integers and truth are `bigint`, objects are what they name. */
export type Value = string | number | bigint | null | readonly Value[] | { readonly [name: string]: Value };

/** What names an object. */
function named(value: object): { readonly [name: string]: unknown } | null {
  if (value instanceof Domain) return { class: 'Domain', name: value.name, uuid: value.uuid, id: value.id };
  if (value instanceof DomainSnapshot) return { class: 'DomainSnapshot', name: value.name, domain: value.domain };
  if (value instanceof DomainCheckpoint) return { class: 'DomainCheckpoint', name: value.name, domain: value.domain };
  if (value instanceof Network) return { class: 'Network', name: value.name, uuid: value.uuid };
  if (value instanceof NetworkPort) return { class: 'NetworkPort', uuid: value.uuid, network: value.network };
  if (value instanceof Interface) return { class: 'Interface', name: value.name, mac: value.mac };
  if (value instanceof StoragePool) return { class: 'StoragePool', name: value.name, uuid: value.uuid };
  if (value instanceof StorageVol) return { class: 'StorageVol', name: value.name, key: value.key };
  if (value instanceof NodeDevice) return { class: 'NodeDevice', name: value.name };
  if (value instanceof Secret) {
    return { class: 'Secret', uuid: value.uuid, usageType: value.usageType, usageID: value.usageID };
  }
  if (value instanceof NWFilter) return { class: 'NWFilter', name: value.name, uuid: value.uuid };
  if (value instanceof NWFilterBinding) {
    return { class: 'NWFilterBinding', portDev: value.portDev, filterName: value.filterName };
  }
  return null;
}

/** A result of this library's. */
export function plainOf(result: unknown): Value {
  if (result === null || result === undefined) return null;
  if (typeof result === 'boolean') return result ? 1n : 0n;
  if (typeof result === 'number') return Number.isInteger(result) ? BigInt(result) : result;
  if (typeof result === 'bigint' || typeof result === 'string') return result;
  if (Array.isArray(result)) return result.map(plainOf);
  if (result instanceof Uint8Array) return { bytes: Buffer.from(result).toString('hex') };
  const members = Object.entries(named(result as object) ?? (result as object));
  return Object.fromEntries(members.map(([name, member]) => [name, plainOf(member)]));
}

/** Whether every part of a value is that of two readings, or between them where they differ. */
export function isBetween(value: Value | undefined, one: Value | undefined, other: Value | undefined): boolean {
  if (isNumeric(value) && isNumeric(one) && isNumeric(other)) {
    return one <= other ? value >= one && value <= other : value >= other && value <= one;
  }
  if (!isParted(value) || !isParted(one) || !isParted(other)) return value === one && value === other;
  const names = new Set([value, one, other].flatMap(Object.keys));
  if (Array.isArray(value) !== Array.isArray(one)) return false;
  return [...names].every((name) => isBetween(part(value, name), part(one, name), part(other, name)));
}

type Parted = readonly Value[] | { readonly [name: string]: Value };

function isNumeric(value: Value | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function isParted(value: Value | undefined): value is Parted {
  return typeof value === 'object' && value !== null;
}

function part(value: Parted, name: string): Value | undefined {
  return (value as { readonly [name: string]: Value })[name];
}
