import { NetworkPortMethods } from './generated/methods/network-port.js';

/** A port of a virtual network: what an interface of a guest is plugged into. */
export class NetworkPort extends NetworkPortMethods {}
