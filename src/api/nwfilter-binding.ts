import { NWFilterBindingBase } from './base/nwfilter-binding.js';

/** A network filter that is bound to a port. */
export class NWFilterBinding extends NWFilterBindingBase {}
