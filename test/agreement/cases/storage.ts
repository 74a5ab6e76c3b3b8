import { type StoragePool, type StorageVol, StorageVolInfoFlags } from '../../../src/index.js';
import { casesOf } from '../support/case.js';

const pool = casesOf<StoragePool>();
const volume = casesOf<StorageVol>();
const values = Object.values;

/** Of a pool with this volume. */
export const pools = (name: string) => [
  pool('getName', 'name'),
  pool('getUUID', 'UUID'),
  pool('getUUIDString', 'UUIDString'),
  pool('getXMLDesc', 'XMLDesc'),
  pool('getInfo', {
    python: 'info',
    ours: ({ state, capacity, allocation, available }) => [state, capacity, allocation, available],
  }),
  pool('getAutostart', 'autostart'),
  pool('isActive', 'isActive'),
  pool('isPersistent', 'isPersistent'),
  pool('numOfVolumes', 'numOfVolumes'),
  pool('listVolumes', 'listVolumes'),
  pool('listAllVolumes', 'listAllVolumes'),
  pool('storageVolLookupByName', { python: 'storageVolLookupByName', args: [name] }),
  pool('storageVolLookupByName', { python: 'storageVolLookupByName', args: ['nonesuch'] }),
];

export const volumes = [
  volume('getName', 'name'),
  volume('getKey', 'key'),
  volume('getPath', 'path'),
  volume('getXMLDesc', 'XMLDesc'),
  volume('getInfo', { python: 'info', ours: values }),
  volume('getInfoFlags', { python: 'infoFlags', args: [StorageVolInfoFlags.GET_PHYSICAL], ours: values }),
  volume('storagePoolLookupByVolume', 'storagePoolLookupByVolume'),
];
