// @ts-check

/** @typedef {import('./index.mjs').FunctionFacts} FunctionFacts */

const POOL = "the pool's description, in libvirt's XML";
const VOLUME = "the volume's description, in libvirt's XML";
const NO_POOL = ['`VIR_ERR_NO_STORAGE_POOL` where there is none'];
const NO_VOLUME = ['`VIR_ERR_NO_STORAGE_VOL` where there is none'];
const ACTIVE = ['`VIR_ERR_OPERATION_INVALID` where it is active'];
const INACTIVE = ['`VIR_ERR_OPERATION_INVALID` where it is not active'];

/**
 * Storage pools and their volumes.
 *
 * @type {Record<string, FunctionFacts>}
 */
export const FUNCTIONS = {
  virConnectNumOfStoragePools: { summary: 'How many storage pools are active.' },
  virConnectListStoragePools: { summary: 'The names of the storage pools that are active.' },
  virConnectNumOfDefinedStoragePools: { summary: 'How many storage pools are defined and not active.' },
  virConnectListDefinedStoragePools: { summary: 'The names of the storage pools that are defined and not active.' },
  virConnectListAllStoragePools: {
    summary: 'Every storage pool that the flags choose. The protocol stops at 16,384.',
    flags: 'ConnectListAllStoragePoolsFlags',
  },
  virConnectFindStoragePoolSources: {
    summary: "What pools could be made of: a server's exports, the host's volume groups and so on, as XML.",
    params: {
      type: "of pool: `'netfs'`, `'iscsi'`, `'logical'`, …",
      srcSpec: 'a `<source>` element that says where to look; null where the type needs none',
    },
    flags: [],
  },
  virConnectGetStoragePoolCapabilities: {
    summary: "Which kinds of storage pool the daemon can make, in libvirt's XML.",
    flags: [],
  },

  virStoragePoolLookupByName: { summary: 'Finds a storage pool by its name, active or not.', errors: NO_POOL },
  virStoragePoolLookupByUUID: {
    summary: 'Finds a storage pool by the bytes of its UUID, active or not.',
    params: { uuid: 'its 16 bytes' },
    errors: NO_POOL,
  },
  virStoragePoolLookupByUUIDString: {
    summary: 'Finds a storage pool by its UUID, active or not.',
    params: { uuidstr: '32 hexadecimal digits, with hyphens or without' },
    errors: NO_POOL,
  },
  virStoragePoolLookupByTargetPath: {
    summary: 'Finds an active storage pool by the path that its volumes appear under.',
    errors: NO_POOL,
  },
  virStoragePoolLookupByVolume: { summary: "The volume's storage pool.", errors: NO_POOL },
  virStoragePoolGetName: { summary: "The pool's name, unique on its host." },
  virStoragePoolGetUUID: { summary: "The bytes of the pool's UUID.", returns: '16 bytes' },
  virStoragePoolGetUUIDString: { summary: "The pool's UUID.", returns: 'in canonical form: lower case, with hyphens' },
  virStoragePoolDefineXML: {
    summary: 'Defines a storage pool, or redefines the one that has its name and UUID. It does not start it.',
    params: { xml: POOL },
    flags: 'StoragePoolDefineFlags',
  },
  virStoragePoolCreateXML: {
    summary: 'Starts a transient storage pool: one that is forgotten when it is destroyed.',
    params: { xmlDesc: POOL },
    flags: 'StoragePoolCreateFlags',
  },
  virStoragePoolBuild: {
    summary: 'Prepares what the pool lies on: makes its directory, file system or volume group.',
    flags: 'StoragePoolBuildFlags',
    errors: ACTIVE,
  },
  virStoragePoolCreate: {
    summary: 'Starts a defined storage pool, and builds it before where the flags say so.',
    flags: 'StoragePoolCreateFlags',
    errors: ['`VIR_ERR_OPERATION_INVALID` where it is active already'],
  },
  virStoragePoolDestroy: {
    summary: 'Stops an active storage pool. Its volumes stay where they are.',
    errors: INACTIVE,
  },
  virStoragePoolDelete: {
    summary: 'Deletes what a storage pool that is not active lies on. Its data are lost.',
    flags: 'StoragePoolDeleteFlags',
    errors: ACTIVE,
  },
  virStoragePoolUndefine: { summary: "Forgets a storage pool's definition.", errors: ACTIVE },
  virStoragePoolRefresh: {
    summary: 'Has the daemon look again which volumes an active storage pool has.',
    flags: [],
    errors: INACTIVE,
  },
  virStoragePoolGetInfo: {
    summary: "The storage pool's state and size.",
    returns: '`state` of `StoragePoolState`; `capacity`, `allocation` and `available` in bytes',
  },
  virStoragePoolGetXMLDesc: { summary: "The storage pool's description, in libvirt's XML.", flags: 'StorageXMLFlags' },
  virStoragePoolIsActive: { summary: 'Whether the storage pool is active.' },
  virStoragePoolIsPersistent: { summary: 'Whether the storage pool is defined, and so outlives its being active.' },
  virStoragePoolGetAutostart: { summary: 'Whether the storage pool is started with the daemon.' },
  virStoragePoolSetAutostart: { summary: 'Has the storage pool started with the daemon, or not.' },
  virStoragePoolNumOfVolumes: { summary: 'How many volumes an active storage pool has.', errors: INACTIVE },
  virStoragePoolListVolumes: { summary: "The names of an active storage pool's volumes.", errors: INACTIVE },
  virStoragePoolListAllVolumes: {
    summary: 'Every volume of an active storage pool. The protocol stops at 16,384.',
    flags: [],
    errors: INACTIVE,
  },

  virStorageVolLookupByName: { summary: "Finds an active storage pool's volume by its name.", errors: NO_VOLUME },
  virStorageVolLookupByKey: { summary: 'Finds a volume by its key, in any active storage pool.', errors: NO_VOLUME },
  virStorageVolLookupByPath: { summary: 'Finds a volume by its path, in any active storage pool.', errors: NO_VOLUME },
  virStorageVolGetName: { summary: "The volume's name, unique in its pool." },
  virStorageVolGetKey: { summary: "The volume's key, unique everywhere: often its path." },
  virStorageVolGetPath: { summary: "The volume's path on its host, which a domain's `<source>` takes." },
  virStorageVolCreateXML: {
    summary: 'Makes a volume in an active storage pool.',
    params: { xmlDesc: VOLUME },
    flags: 'StorageVolCreateFlags',
    errors: ['`VIR_ERR_STORAGE_VOL_EXIST` where the pool has one of the name'],
  },
  virStorageVolCreateXMLFrom: {
    summary: "Makes a volume in an active storage pool that holds a copy of another's contents.",
    params: { xmlDesc: VOLUME, clonevol: 'the volume that is copied, of this pool or another' },
    flags: 'StorageVolCreateFlags',
    errors: ['`VIR_ERR_STORAGE_VOL_EXIST` where the pool has one of the name'],
  },
  virStorageVolDelete: { summary: 'Deletes the volume from its pool.', flags: 'StorageVolDeleteFlags' },
  virStorageVolWipe: { summary: "Writes zeros over the volume's contents.", flags: [] },
  virStorageVolWipePattern: {
    summary: "Overwrites the volume's contents by an algorithm of one's choice.",
    enums: { algorithm: 'StorageVolWipeAlgorithm' },
    flags: [],
  },
  virStorageVolResize: {
    summary: "Changes the volume's capacity.",
    params: { capacity: 'bytes; a difference to the present one with `StorageVolResizeFlags.DELTA`' },
    flags: 'StorageVolResizeFlags',
  },
  virStorageVolGetInfo: {
    summary: "The volume's type and size.",
    returns: '`type` of `StorageVolType`; `capacity` and `allocation` in bytes',
  },
  virStorageVolGetInfoFlags: {
    summary: "The volume's type and size, with its physical size where the flags say so.",
    flags: 'StorageVolInfoFlags',
    returns:
      '`type` of `StorageVolType`; `capacity` and `allocation` in bytes, the latter the physical size with `StorageVolInfoFlags.GET_PHYSICAL`',
  },
  virStorageVolGetXMLDesc: { summary: "The volume's description, in libvirt's XML.", flags: [] },
  virStorageVolDownload: {
    summary: "Reads the volume's contents.",
    params: { offset: 'the first byte', length: 'bytes; 0: to the end' },
    flags: 'StorageVolDownloadFlags',
  },
  virStorageVolUpload: {
    summary: "Writes the volume's contents.",
    params: { offset: 'the first byte', length: 'bytes, at most; 0: no limit' },
    flags: 'StorageVolUploadFlags',
  },
};
