// @ts-check
/** The rule by which a C function's name gives the name of a class and a method: see "Public API" in the README. */

/** The classes of objects, by C's pointer type. @type {Readonly<Record<string, string>>} */
export const CLASSES = {
  virConnectPtr: 'Connection',
  virDomainPtr: 'Domain',
  virDomainSnapshotPtr: 'DomainSnapshot',
  virDomainCheckpointPtr: 'DomainCheckpoint',
  virNetworkPtr: 'Network',
  virNetworkPortPtr: 'NetworkPort',
  virInterfacePtr: 'Interface',
  virStoragePoolPtr: 'StoragePool',
  virStorageVolPtr: 'StorageVol',
  virNodeDevicePtr: 'NodeDevice',
  virSecretPtr: 'Secret',
  virNWFilterPtr: 'NWFilter',
  virNWFilterBindingPtr: 'NWFilterBinding',
  virAdmConnectPtr: 'AdmConnection',
  virAdmServerPtr: 'AdmServer',
  virAdmClientPtr: 'AdmClient',
};

/** What both the name of a class and of its functions begin with, where that is not `vir` and the class's name. */
const PREFIXES = { Connection: 'virConnect', AdmConnection: 'virAdmConnect' };

/** Functions whose class is not that of their first argument. @type {Readonly<Record<string, string>>} */
const ELSEWHERE = {
  // A list of domains.
  virDomainListGetStats: 'Connection',
};

/**
 * The class and the method that a function is, or `null` where its first argument is no object.
 *
 * @param {{ name: string, args: readonly { type: string }[] }} one
 */
export function methodOf({ name, args }) {
  const type = ELSEWHERE[name] ?? CLASSES[args[0]?.type ?? ''];
  if (type === undefined) return null;
  const prefix = PREFIXES[/** @type {keyof typeof PREFIXES} */ (type)] ?? `vir${type}`;
  return { type, method: lowerFirst(name.startsWith(prefix) ? name.slice(prefix.length) : name.slice(3)) };
}

/**
 * The first letter is lowered; of a leading run of capitals, all that belong to the first word.
 *
 * @param {string} name
 */
export function lowerFirst(name) {
  const [run = ''] = /^[A-Z]+/.exec(name) ?? [];
  const next = name[run.length];
  const own = run.length > 1 && next !== undefined && /[a-z]/.test(next) ? run.length - 1 : run.length;
  return name.slice(0, own).toLowerCase() + name.slice(own);
}

/**
 * `StorageVol`: `storage-vol`; the name of the class's file.
 *
 * @param {string} type
 * @returns {string}
 */
export function fileOf(type) {
  if (type.startsWith('NWFilter')) return `nwfilter${fileOf(type.slice('NWFilter'.length)).replace(/^(?=.)/, '-')}`;
  return type.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}

/** `StorageVol`: `storageVol`; the member of `Objects` that makes one. @param {string} type */
export function makerOf(type) {
  return type.startsWith('NWFilter') ? `nwfilter${type.slice('NWFilter'.length)}` : lowerFirst(type);
}

/** `virDomainGetXMLDesc`: `domaingetxmldesc`; what a function and its procedure have in common. @param {string} name */
export function comparable(name) {
  return name.replaceAll('_', '').toLowerCase();
}
