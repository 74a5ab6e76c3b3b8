import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import apiModel from '../../codegen/api-model.json' with { type: 'json' };
import { NO_METHOD } from '../../codegen/facts/functions/no-method.mjs';
import { methodOf } from '../../codegen/methods/naming.mjs';
import * as library from '../../src/index.js';

const table = readFileSync(new URL('../../docs/c-api.md', import.meta.url), 'utf8');
const classes = library as unknown as Record<string, { readonly prototype: object } | undefined>;

const SRC = fileURLToPath(new URL('../../src/api', import.meta.url));

/** The doc comments of what is written by hand. */
function commentsOf(root: string): string[] {
  return readdirSync(root, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('generated'))
    .flatMap((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8').match(/\/\*\*[\s\S]*?\*\//g) ?? []);
}

describe('every function of the C API', () => {
  it.each(apiModel.functions.map((one) => ({ ...one })))('$name has a row in docs/c-api.md', ({ name }) => {
    expect(table.includes(`| [${name}](`)).toBe(true);
  });

  it.each(apiModel.functions.filter(({ name }) => !(name in NO_METHOD)))('$name has its method', (one) => {
    const { type = '', method = '' } = methodOf(one) ?? {};
    expect(Reflect.get(classes[type]?.prototype ?? {}, method)).toBeTypeOf('function');
  });

  it('is told by hand with its own page and version, where it is told by hand', () => {
    // The API description says 2.0.0 of it, and libvirt's list of symbols 6.2.0.
    const others = new Map([['virAdmServerUpdateTlsFiles', '6.2.0']]);
    const wrong = commentsOf(SRC).flatMap((comment) => {
      const pages = [
        ...comment.matchAll(/\[(vir\w+)\]\(https:\/\/libvirt\.org\/html\/libvirt-([\w-]+)\.html#(\w+)\)/g),
      ];
      const [since] = [...comment.matchAll(/@since libvirt ([\d.]+)/g)].map(([, version]) => version);
      return pages.flatMap(([, name = '', header, anchor]) => {
        const one = apiModel.functions.find((other) => other.name === name);
        const version = others.get(name) ?? one?.since;
        const page = one === undefined || (header === one.header && anchor === name);
        const told = one === undefined || since === undefined || pages.length > 1 || since === version;
        return page && told ? [] : [`${name}: ${header}#${anchor}, since ${since}`];
      });
    });
    expect(wrong).toEqual([]);
  });

  it('is said to have none only where there is such a function', () => {
    const names = new Set(apiModel.functions.map(({ name }) => name));
    expect(Object.keys(NO_METHOD).filter((name) => !names.has(name))).toEqual([]);
  });
});
