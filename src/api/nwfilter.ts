import { NWFilterBase } from './base/nwfilter.js';

/** A network filter: rules for the traffic of guests. */
export class NWFilter extends NWFilterBase {}
