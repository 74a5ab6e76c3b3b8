import { NodeDeviceBase } from './base/node-device.js';

/** A device of the host. */
export class NodeDevice extends NodeDeviceBase {}
