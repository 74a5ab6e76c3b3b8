import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, inject, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const INSTALLED = join(inject('consumer'), 'node_modules/libvirt-rpc');

/** The files below a folder, by their paths from there. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

const text = (file: string) => readFileSync(join(INSTALLED, file), 'utf8');

describe('the package', () => {
  const files = filesBelow(INSTALLED);

  it('holds declarations of what is in src, a bundle for each entry, chunks, and its papers: nothing else', () => {
    const declarations = filesBelow(join(ROOT, 'src')).map((file) => join('dist', file.replace(/\.ts$/, '.d.ts')));
    const entries = ['index', 'protocol/index', 'testing/index'].map((name) => `dist/${name}.js`);
    const chunks = files.filter((file) => /^dist\/chunks\/[\w-]+\.js$/.test(file));
    // What only passes names on has no map.
    const bundles = [...entries, ...chunks].flatMap((file) =>
      [file, `${file}.map`].filter((one) => files.includes(one)),
    );
    const compiled = [...declarations, ...bundles];
    expect(bundles).toEqual(expect.arrayContaining([...entries, 'dist/index.js.map']));
    const papers = ['CHANGELOG.md', 'LICENSE', 'NOTICE', 'README.md', 'package.json'];
    expect(files).toEqual([...compiled, ...papers].sort());
    const packed = execFileSync('tar', ['-tzf', inject('tarball')], { encoding: 'utf8' });
    expect(packed.trim().split('\n').sort()).toEqual(files.map((file) => `package/${file}`));
  });

  it('has source maps that carry their sources, and no other references to maps', () => {
    for (const file of files.filter((name) => name.endsWith('.map'))) {
      const map = JSON.parse(text(file)) as { sources: string[]; sourcesContent?: (string | null)[] };
      expect(map.sourcesContent?.map((content) => typeof content)).toEqual(map.sources.map(() => 'string'));
    }
    for (const file of files.filter((name) => /\.(js|d\.ts)$/.test(name))) {
      for (const [, url = ''] of text(file).matchAll(/^\/\/# sourceMappingURL=(.*)$/gm)) {
        expect(files).toContain(join(dirname(file), url));
      }
    }
  });

  it('tells nothing of the machine that built it', () => {
    // Not the end of a relative path, such as ../src/ in a source map.
    const places = [ROOT, `${homedir()}/`].map((place) => new RegExp(`(?<![\\w.-])${place.replace(/\W/g, '\\$&')}`));
    for (const place of places) expect(files.filter((file) => place.test(text(file)))).toEqual([]);
  });

  it('depends on debug, koffi and saslprep, and takes usocket where an application has it', () => {
    const manifest = JSON.parse(text('package.json')) as Record<string, unknown>;
    expect(Object.keys(manifest['dependencies'] as object).sort()).toEqual(['@mongodb-js/saslprep', 'debug', 'koffi']);
    expect(Object.keys(manifest['peerDependencies'] as object)).toEqual(['usocket']);
    expect(manifest['peerDependenciesMeta']).toEqual({ usocket: { optional: true } });
    expect(manifest['optionalDependencies']).toBeUndefined();
    expect(manifest['bundledDependencies']).toBeUndefined();
  });

  it('exports the documented paths', () => {
    const { exports } = JSON.parse(text('package.json')) as { exports: object };
    expect(Object.keys(exports)).toEqual(['.', './protocol', './testing', './package.json']);
  });

  it('runs no script when it is installed', () => {
    const { scripts } = JSON.parse(text('package.json')) as { scripts: object };
    const lifecycle = ['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'postprepare'];
    expect(Object.keys(scripts).filter((name) => lifecycle.includes(name))).toEqual([]);
  });
});

describe('its installation', () => {
  it('brings its dependencies and theirs, and no compiler', () => {
    const folder = join(inject('consumer'), 'node_modules');
    const names = readdirSync(folder).flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(folder, name)).map((inner) => `${name}/${inner}`) : name,
    );
    const packages = names.filter((name) => !name.startsWith('.') && !name.startsWith('@koromix/koffi-'));
    expect(packages.sort()).toEqual([
      '@mongodb-js/saslprep',
      'debug',
      'koffi',
      'libvirt-rpc',
      'memory-pager',
      'ms',
      'sparse-bitfield',
    ]);
  });

  it('takes seconds', () => {
    expect(inject('installTime')).toBeLessThan(30_000);
  });

  it('warns of nothing', () => {
    expect(inject('installOutput')).not.toMatch(/warn|deprecated/i);
  });
});
