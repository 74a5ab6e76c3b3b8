import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FUNCTIONS, type FunctionFacts, GROUPS } from '../../codegen/facts/functions/index.mjs';
import { NO_METHOD } from '../../codegen/facts/functions/no-method.mjs';
import * as constants from '../../src/api/generated/constants.js';
import { errorNumbers } from '../../src/protocol/generated/errors.js';

interface ApiFunction {
  readonly name: string;
  readonly args: readonly { readonly name: string; readonly enums: readonly string[] }[];
}

const MODEL = new URL('../../codegen/api-model.json', import.meta.url);
const { functions } = JSON.parse(readFileSync(MODEL, 'utf8')) as { functions: readonly ApiFunction[] };
const ENUMS = new Map<string, object>(Object.entries(constants).filter(([, value]) => typeof value === 'object'));
const ERRORS = new Set<string>(Object.values(errorNumbers));
const ENTRIES = Object.entries(FUNCTIONS);

const flagsOf = ({ flags = [] }: FunctionFacts): readonly string[] => (typeof flags === 'string' ? [flags] : flags);

const textsOf = ({ summary, returns = '', params = {}, errors = [] }: FunctionFacts): string[] => [
  summary,
  returns,
  ...Object.values(params),
  ...errors,
];

/** What is wrong with entries, each told with its function's name. */
function faults(check: (facts: FunctionFacts, name: string) => readonly string[]): string[] {
  return ENTRIES.flatMap(([name, facts]) => check(facts, name).map((fault) => `${name}: ${fault}`));
}

const argsOf = (name: string) => functions.find((candidate) => candidate.name === name)?.args ?? [];

describe('the facts of C functions', () => {
  it('has each function of the API description once: as a method, or with what there is instead', () => {
    const stated = [...GROUPS.flatMap((group) => Object.keys(group)), ...Object.keys(NO_METHOD)];
    expect(stated.toSorted()).toEqual(functions.map(({ name }) => name).toSorted());
  });

  it('speaks of arguments that the function has', () => {
    const spoken = ({ params = {}, enums = {} }: FunctionFacts) => [...Object.keys(params), ...Object.keys(enums)];
    const wrong = faults((facts, name) => {
      const has = new Set(argsOf(name).map((arg) => arg.name));
      return spoken(facts).filter((arg) => !has.has(arg));
    });
    expect(wrong).toEqual([]);
  });

  it('says of each `flags` what it takes, and of no other function', () => {
    const wrong = faults(({ flags }, name) => {
      const takes = argsOf(name).some((arg) => arg.name === 'flags');
      return takes === (flags !== undefined) ? [] : [takes ? 'flags are missing' : 'has no flags'];
    });
    expect(wrong).toEqual([]);
  });

  it('names enums that there are', () => {
    const wrong = faults((facts) =>
      [
        ...flagsOf(facts),
        ...Object.values(facts.enums ?? {}),
        ...(facts.returnsEnum ? [facts.returnsEnum] : []),
      ].filter((name) => !ENUMS.has(name)),
    );
    expect(wrong).toEqual([]);
  });

  it('leaves out no enum that the API description names for `flags`', () => {
    const wrong = faults((facts, name) => {
      const described = argsOf(name).find((arg) => arg.name === 'flags')?.enums ?? [];
      const stated = flagsOf(facts);
      return described.map((full) => full.replace(/^vir/, '')).filter((short) => !stated.includes(short));
    });
    expect(wrong).toEqual([]);
  });

  it('mentions members that their enums have, and errors that libvirt has', () => {
    const wrong = faults((facts) =>
      textsOf(facts).flatMap((text) => {
        const members = [...text.matchAll(/`([A-Z]\w+)\.([A-Z][A-Z0-9_]*)`/g)]
          .filter(([, name = '', member = '']) => !Object.hasOwn(ENUMS.get(name) ?? {}, member))
          .map(([whole]) => whole);
        const enums = [...text.matchAll(/ of `([A-Z]\w+[a-z]\w*)`/g)]
          .filter(([, name = '']) => !ENUMS.has(name))
          .map(([whole]) => whole);
        const errors = [...text.matchAll(/VIR_ERR_\w+/g)].map(([code]) => code).filter((code) => !ERRORS.has(code));
        return [...members, ...enums, ...errors];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('is written as one: sentences in summaries, clauses elsewhere', () => {
    const wrong = faults(({ summary, returns, params = {}, errors = [] }) => [
      ...(/^[^a-z].*[.…]$/su.test(summary) ? [] : [summary]),
      ...[...Object.values(params), ...errors, ...(returns === undefined ? [] : [returns])].filter(
        (text) => text === '' || text.endsWith('.'),
      ),
      ...errors.filter((text) => !/^`VIR_ERR_\w+` /.test(text)),
    ]);
    expect(wrong).toEqual([]);
    expect(Object.entries(NO_METHOD).filter(([, instead]) => instead === '' || instead.endsWith('.'))).toEqual([]);
  });

  it('says of no two functions the same', () => {
    const seen = new Map<string, string>();
    const repeated = faults(({ summary }, name) => {
      const first = seen.get(summary);
      seen.set(summary, name);
      return first === undefined ? [] : [`as ${first}: ${summary}`];
    });
    expect(repeated).toEqual([]);
  });
});
