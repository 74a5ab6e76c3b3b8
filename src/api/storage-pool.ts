import { StoragePoolMethods } from './generated/methods/storage-pool.js';

/** A storage pool: a place that volumes are in. */
export class StoragePool extends StoragePoolMethods {}
