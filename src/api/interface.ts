import { InterfaceBase } from './base/interface.js';

/** A network interface of the host. */
export class Interface extends InterfaceBase {}
