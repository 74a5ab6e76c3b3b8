import { NodeDeviceMethods } from './generated/methods/node-device.js';

/** A device of the host. */
export class NodeDevice extends NodeDeviceMethods {}
