import { InterfaceMethods } from './generated/methods/interface.js';

/** A network interface of the host. */
export class Interface extends InterfaceMethods {}
