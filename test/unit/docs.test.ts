import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { diagnose, snippetsOf } from '../support/docs-snippets.js';

const PAGE = new URL('../../docs/from-c.md', import.meta.url);
const MODEL = new URL('../../codegen/api-model.json', import.meta.url);
const SNIPPETS = snippetsOf('docs/from-c.md');
const OURS = SNIPPETS.filter(({ language }) => language === 'ts');
const THEIRS = SNIPPETS.filter(({ language }) => language === 'c' || language === 'python');

/** The objects that the page takes to be there. */
const AMBIENT = {
  connection: 'Connection',
  domain: 'Domain',
  network: 'Network',
  volume: 'StorageVol',
  xml: 'string',
};

interface Model {
  readonly functions: readonly { readonly name: string }[];
  readonly enums: readonly { readonly name: string; readonly members: readonly { readonly name: string }[] }[];
  readonly strings: readonly { readonly name: string }[];
}

describe('the page "From C (or Python) to libvirt-rpc"', () => {
  it('has twenty pairs and more', () => {
    const ours = new Set(OURS.map(({ heading }) => heading));
    const pairs = THEIRS.map(({ heading }) => heading).filter((heading) => ours.has(heading));
    expect(new Set(pairs).size).toBeGreaterThanOrEqual(20);
    // None of theirs is left without ours.
    expect(pairs).toEqual(THEIRS.map(({ heading }) => heading));
  });

  it('names no constant and no function that libvirt does not have', () => {
    const { functions, enums, strings } = JSON.parse(readFileSync(MODEL, 'utf8')) as Model;
    const known = new Set([
      ...functions.map(({ name }) => name),
      ...enums.flatMap(({ name, members }) => [name, ...members.map((member) => member.name)]),
      ...strings.map(({ name }) => name),
    ]);
    const named = THEIRS.flatMap(({ code }) => code.match(/\b(vir[A-Z]\w+(?=\()|VIR_\w+)/g) ?? []);
    // Macros that make something of their arguments.
    const macros = ['VIR_CPU_MAPLEN', 'VIR_USE_CPU', 'VIR_DOMAIN_EVENT_CALLBACK'];
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((name) => !known.has(name) && !macros.includes(name))).toEqual([]);
  });

  it("compiles, in each of this library's blocks", { timeout: 60_000 }, () => {
    expect(diagnose(OURS, AMBIENT)).toEqual([]);
  });

  it('would not compile with a name that is not there, nor with the wrong flags, as it says', {
    timeout: 60_000,
  }, () => {
    const codes = [
      "await connection.domainLookupByTitle('web');\n",
      'await domain.getXMLDesc(DomainCreateFlags.START_PAUSED);\n',
    ];
    expect(readFileSync(PAGE, 'utf8')).toContain(
      '`domain.getXMLDesc(DomainCreateFlags.START_PAUSED)` does not compile',
    );
    expect(
      diagnose(
        codes.map((code) => ({ heading: 'wrong', language: 'ts', code })),
        AMBIENT,
      ),
    ).toEqual([
      expect.stringContaining("Property 'domainLookupByTitle' does not exist on type 'Connection'"),
      expect.stringContaining("'DomainCreateFlags' is not assignable to parameter of type 'DomainXMLFlags"),
    ]);
  });
});

describe('the README', () => {
  it('compiles, in each of its blocks', { timeout: 60_000 }, () => {
    const snippets = snippetsOf('README.md').filter(({ language }) => language === 'ts');
    expect(snippets.length).toBeGreaterThan(2);
    expect(diagnose(snippets, { ...AMBIENT, signal: 'AbortSignal', uris: 'string[]' })).toEqual([]);
  });
});

describe('the page "Logins"', () => {
  it('compiles, in each of its blocks', { timeout: 60_000 }, () => {
    const blocks = snippetsOf('docs/logins.md').filter(({ language }) => language === 'ts');
    expect(blocks.length).toBeGreaterThan(1);
    const passwordFor = '(host: string, username: string) => Promise<string>';
    expect(diagnose(blocks, { password: 'string', passwordFor })).toEqual([]);
  });
});

describe('the page about diagnostics', () => {
  it('compiles, in each of its blocks', { timeout: 60_000 }, () => {
    const snippets = snippetsOf('docs/diagnostics.md').filter(({ language }) => language === 'ts');
    expect(snippets.length).toBeGreaterThan(1);
    expect(diagnose(snippets, {})).toEqual([]);
  });
});
