import { StorageVolBase } from './base/storage-vol.js';

/** A storage volume: what can be a disk of a guest. */
export class StorageVol extends StorageVolBase {}
