import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import apiModel from '../../codegen/api-model.json' with { type: 'json' };
import { NO_METHOD } from '../../codegen/facts/functions/no-method.mjs';
import { methodOf } from '../../codegen/methods/naming.mjs';
import * as library from '../../src/index.js';

const table = readFileSync(new URL('../../docs/c-api.md', import.meta.url), 'utf8');
const classes = library as unknown as Record<string, { readonly prototype: object } | undefined>;

describe('every function of the C API', () => {
  it.each(apiModel.functions.map((one) => ({ ...one })))('$name has a row in docs/c-api.md', ({ name }) => {
    expect(table.includes(`| [${name}](`)).toBe(true);
  });

  it.each(apiModel.functions.filter(({ name }) => !(name in NO_METHOD)))('$name has its method', (one) => {
    const { type = '', method = '' } = methodOf(one) ?? {};
    expect(Reflect.get(classes[type]?.prototype ?? {}, method)).toBeTypeOf('function');
  });

  it('is said to have none only where there is such a function', () => {
    const names = new Set(apiModel.functions.map(({ name }) => name));
    expect(Object.keys(NO_METHOD).filter((name) => !names.has(name))).toEqual([]);
  });
});
