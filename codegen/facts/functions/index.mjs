// @ts-check

import { FUNCTIONS as admin } from './admin.mjs';
import { FUNCTIONS as domainAgent } from './domain-agent.mjs';
import { FUNCTIONS as domainBlocks } from './domain-blocks.mjs';
import { FUNCTIONS as domainDevices } from './domain-devices.mjs';
import { FUNCTIONS as domainLife } from './domain-life.mjs';
import { FUNCTIONS as domainMigration } from './domain-migration.mjs';
import { FUNCTIONS as domainResources } from './domain-resources.mjs';
import { FUNCTIONS as domainState } from './domain-state.mjs';
import { FUNCTIONS as events } from './events.mjs';
import { FUNCTIONS as host } from './host.mjs';
import { FUNCTIONS as hypervisors } from './hypervisors.mjs';
import { FUNCTIONS as networkInterface } from './interface.mjs';
import { FUNCTIONS as network } from './network.mjs';
import { FUNCTIONS as nodedev } from './nodedev.mjs';
import { FUNCTIONS as nwfilter } from './nwfilter.mjs';
import { FUNCTIONS as secret } from './secret.mjs';
import { FUNCTIONS as snapshots } from './snapshots.mjs';
import { FUNCTIONS as storage } from './storage.mjs';

/**
 * What the doc comment of a C function's method says. Texts are Markdown; those of `params` and `returns` have no
 * full stop at their end. Arguments go by their C names, enums by their public ones.
 *
 * @typedef {object} FunctionFacts
 * @property {string} summary what it does
 * @property {Record<string, string>} [params] what name and type of an argument do not say: its unit, above all
 * @property {Record<string, string>} [enums] the arguments, but for `flags`, that take a member of an enum
 * @property {string | readonly string[]} [flags] the enums whose members `flags` takes; none: `[]`
 * @property {string} [returns] what the result is, and in which unit
 * @property {string} [returnsEnum] the enum that the result is a member of
 * @property {readonly string[]} [errors] the errors that a caller may want to tell apart, and when
 * @property {string} [driver] the one driver that has it
 */

/** @type {readonly Record<string, FunctionFacts>[]} */
export const GROUPS = [
  host,
  domainLife,
  domainState,
  domainResources,
  domainBlocks,
  domainDevices,
  domainAgent,
  domainMigration,
  snapshots,
  events,
  network,
  storage,
  nodedev,
  networkInterface,
  secret,
  nwfilter,
  hypervisors,
  admin,
];

/** @type {Readonly<Record<string, FunctionFacts>>} */
export const FUNCTIONS = Object.assign({}, ...GROUPS);
