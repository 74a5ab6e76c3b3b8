import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readApiDescription } from '../../codegen/api/description.mjs';
import { typeSaid } from '../../codegen/api/strings.mjs';
import { emitKnownTypes } from '../../codegen/emit/known-types.mjs';
import { emitStringConstants } from '../../codegen/emit/string-constants.mjs';
import { KNOWN_TYPES, knownTypesFor, stringGroupsFor, typeOf } from '../../codegen/facts/known-types.mjs';
import { prefixOf, STRING_GROUPS } from '../../codegen/facts/string-groups.mjs';
import type { ApiModel } from '../../codegen/model/api-model.mjs';
import * as constants from '../../src/api/generated/string-constants.js';

const model: ApiModel = JSON.parse(readFileSync(new URL('../../codegen/api-model.json', import.meta.url), 'utf8'));

function modelOf(...strings: ApiModel['strings']): ApiModel {
  return { version: '99.0.0', enums: [], strings, functions: [] };
}

function named(name: string, type?: string) {
  return { name, value: 'x', header: 'libvirt-domain', since: '1.0.0', ...(type === undefined ? {} : { type }) };
}

describe('the type of a typed parameter', () => {
  it.each([
    ['Macro for the tunable: it represents the weight, as a uint.', 'uint'],
    ['The bytes\nas an unsigned long long.', 'ullong'],
    ['as an unsigned int', 'uint'],
    ['as a long long, since', 'llong'],
    ['whether, as VIR_TYPED_PARAM_BOOLEAN.', 'boolean'],
    ['the key, as VIR_TYPED_PARAMS_STRING.', 'string'],
    ['bytes/s, with a type of ullong.', 'ullong'],
    ['as an internal thing', undefined],
    ['The number of packets.', undefined],
  ])('is what its text says: %j', (text, type) => {
    expect(typeSaid(text)).toBe(type);
  });

  it('is none of a name’s prefix, and what the facts say where the text is silent or wrong', () => {
    expect(typeOf(named('VIR_DOMAIN_STATS_NET_PREFIX', 'uint'))).toBeUndefined();
    expect(typeOf(named('VIR_NODE_MEMORY_SHARED_MERGE_ACROSS_NODES', 'int'))).toBe('uint');
    expect(typeOf(named('VIR_NODE_MEMORY_SHARED_PAGES_SHARED'))).toBe('ullong');
    expect(typeOf(named('VIR_MIGRATE_PARAM_COMPRESSION_MT_LEVEL', 'int'))).toBe('int');
  });
});

describe('string constants', () => {
  it('are read with their type', () => {
    const xml = `<api><symbols>
      <macro name='VIR_A' file='libvirt-domain' string='a' version='1.2.3'><info>it, as a ullong.</info></macro>
      <macro name='VIR_F' file='libvirt-domain' string='f' params='x' version='1.2.3'/>
      <macro name='VIR_N' file='libvirt-domain' raw='5' version='1.2.3'/>
      <macro name='VIR_B' file='libvirt-domain' string='b' version='1.2.4'/>
    </symbols></api>`;
    expect(readApiDescription(xml, 'x.xml').strings).toEqual([
      { name: 'VIR_A', value: 'a', header: 'libvirt-domain', since: '1.2.3', type: 'ullong' },
      { name: 'VIR_B', value: 'b', header: 'libvirt-domain', since: '1.2.4' },
    ]);
  });

  it('belong to the group of the longest prefix', () => {
    expect(prefixOf('VIR_DOMAIN_SAVE_PARAM_IMAGE_FORMAT')).toBe('VIR_DOMAIN_SAVE_PARAM_');
    expect(prefixOf('VIR_DOMAIN_SAVE_PARAM_IMAGE_FORMAT_RAW')).toBe('VIR_DOMAIN_SAVE_PARAM_IMAGE_FORMAT_');
    expect(() => prefixOf('VIR_NEW_THING')).toThrow('string-groups.mjs has no group for VIR_NEW_THING');
  });

  it('become members of const objects, documented by C’s name, type and release', () => {
    const text = emitStringConstants(modelOf(named('VIR_PERF_PARAM_CMT'), named('VIR_DOMAIN_JOB_1M', 'double')));
    expect(text).toContain('/** `VIR_PERF_PARAM_CMT` (`boolean`), since libvirt 1.0.0 */\n  CMT: ');
    expect(text).toContain("  '1M': 'x',\n");
    expect(text).toContain('export type PerfParam = ');
  });

  it('are all there, each once', () => {
    const all = Object.entries(constants as Record<string, Record<string, string>>).flatMap(([group, members]) => {
      const prefix = Object.keys(STRING_GROUPS).find((one) => STRING_GROUPS[one] === group);
      return Object.entries(members).map(([key, value]) => [`${prefix}${key}`, value]);
    });
    expect(all.sort()).toEqual(model.strings.map(({ name, value }) => [name, value]).sort());
    expect(all.length).toBeGreaterThan(470);
  });
});

describe('the tables of known types', () => {
  it('say of every parameter what it is, or the generator fails', () => {
    expect(() => emitKnownTypes(modelOf(named('VIR_DOMAIN_NUMA_NEW')))).toThrow(
      'does not say what VIR_DOMAIN_NUMA_NEW is',
    );
  });

  it('are of each function that takes typed parameters', () => {
    const takes = model.functions
      .filter(({ args }) =>
        args.some(({ type }, i) => type === 'virTypedParameterPtr' && !args[i + 1]?.type.includes('*')),
      )
      .map(({ name }) => name)
      .filter((name) => !/^virTypedParam|Get/.test(name));
    expect(takes.length).toBeGreaterThan(15);
    for (const name of takes) expect([name, knownTypesFor(name)]).toEqual([name, expect.any(String)]);
  });

  it('and the groups of names are of functions that exist', () => {
    const names = new Set(model.functions.map(({ name }) => name));
    for (const { functions } of Object.values(KNOWN_TYPES)) for (const name of functions) expect(names).toContain(name);
    expect(stringGroupsFor('virDomainGetJobStats')).toEqual(['DomainJob']);
    expect(stringGroupsFor('virDomainSetSchedulerParameters')).toEqual(['DomainScheduler']);
    expect(stringGroupsFor('virDomainCreate')).toEqual([]);
  });
});
