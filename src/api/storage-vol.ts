import { StorageVolMethods } from './generated/methods/storage-vol.js';

/** A storage volume: what can be a disk of a guest. */
export class StorageVol extends StorageVolMethods {}
