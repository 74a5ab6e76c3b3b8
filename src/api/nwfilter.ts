import { NWFilterMethods } from './generated/methods/nwfilter.js';

/** A network filter: rules for the traffic of guests. */
export class NWFilter extends NWFilterMethods {}
