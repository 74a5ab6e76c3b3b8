import { NWFilterBindingMethods } from './generated/methods/nwfilter-binding.js';

/** A network filter that is bound to a port. */
export class NWFilterBinding extends NWFilterBindingMethods {}
