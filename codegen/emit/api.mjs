// @ts-check
/** What is generated of the C API. */

import { NO_METHOD } from '../facts/functions/no-method.mjs';
import { handwritten } from '../methods/handwritten.mjs';
import { planOf } from '../methods/plan.mjs';
import { emitApiConstants } from './api-constants.mjs';
import { emitTable } from './c-api-table.mjs';
import { emitMethods, emitRecords, flagEnums } from './methods.mjs';

/**
 * @param {import('../model/model.mjs').Model} model
 * @param {import('../model/api-model.mjs').ApiModel} api
 * @param {import('./methods.mjs').Facts} facts
 * @param {string} folder src/api, where the methods that are written by hand are
 * @returns {Map<string, string>} contents by path below the root
 */
export function emitApi(model, api, facts, folder) {
  const byHand = handwritten(folder);
  const plans = api.functions
    .filter(({ name }) => !byHand.has(name))
    .map((one) => planOf(one, model))
    .filter((plan) => typeof plan !== 'string');
  const methods = new Set([...byHand.keys(), ...plans.map(({ one }) => one.name)]);
  const outputs = new Map([
    ['src/api/generated/constants.ts', emitApiConstants(api, flagEnums(api.functions, facts))],
    ['src/api/generated/records.ts', emitRecords(plans, api.version)],
    ['docs/c-api.md', emitTable(api, NO_METHOD, methods, facts)],
  ]);
  for (const [path, content] of emitMethods(plans, facts, api.version))
    outputs.set(`src/api/generated/${path}`, content);
  return outputs;
}
