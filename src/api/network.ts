import { NetworkMethods } from './generated/methods/network.js';

/** A virtual network. */
export class Network extends NetworkMethods {}
