import { StorageVolFiles } from './streams/storage-vol-files.js';

/** A storage volume: what can be a disk of a guest. */
export class StorageVol extends StorageVolFiles {}
