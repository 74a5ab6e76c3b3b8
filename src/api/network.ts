import { NetworkBase } from './base/network.js';

/** A virtual network. */
export class Network extends NetworkBase {}
