import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What is committed, and what would be. */
const FILES = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\0')
  .filter((file) => file !== '' && existsSync(join(ROOT, file)));

const text = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** `file:line: text` of each line that matches, in the files of which there are too many to be read by a person. */
function occurrences(pattern: RegExp, files: readonly string[]): string[] {
  return files.flatMap((file) =>
    text(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])),
  );
}

const quote = (literal: string) => literal.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** The hosts that Debian's packages come from here. */
function packageHosts(): string[] {
  const folder = '/etc/apt/sources.list.d';
  const lists = [
    '/etc/apt/sources.list',
    ...(existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []),
  ];
  const hosts = lists
    .filter((list) => existsSync(list))
    .flatMap((list) => [...readFileSync(list, 'utf8').matchAll(/https?:\/\/([^/\s]+)/g)].map(([, host = '']) => host));
  return [...new Set(hosts)];
}

const isWritten = (file: string) => /\.(ts|mts|mjs|js|sh)$/.test(file) && !file.includes('/generated/');

describe('what is committed', () => {
  it('names no registry', () => {
    const hosts = [String.raw`//registry\.`, ...packageHosts().map((host) => `//${quote(host)}`)];
    expect(occurrences(new RegExp(hosts.join('|')), FILES)).toEqual([]);
  });

  it('names no place on the machine where it was written', () => {
    const root = ROOT.replace(/\/$/, '');
    const parent = dirname(root);
    const places = [root, ...(['/', tmpdir(), '/tmp'].includes(parent) ? [] : [parent])];
    const pattern = new RegExp(`(^|[^\\w.-])(${places.map(quote).join('|')}|/home/\\w+|/Users/\\w+)/`);
    expect(occurrences(pattern, FILES)).toEqual([]);
  });

  it('locks packages by their content, wherever they come from', () => {
    const { packages } = JSON.parse(text('package-lock.json')) as { packages: Record<string, object> };
    expect(Object.entries(packages).filter(([, locked]) => 'resolved' in locked)).toEqual([]);
  });

  it('holds nothing of libvirt’s own', () => {
    expect(FILES.filter((file) => /\.x$|-api\.xml$/.test(file))).toEqual([]);
  });

  it('leaves nothing for later', () => {
    expect(occurrences(/\b(TO|FIX)(DO|ME)\b/, FILES.filter(isWritten))).toEqual([]);
  });

  it('has no source that silences the compiler', () => {
    const sources = FILES.filter((file) => file.startsWith('src/'));
    expect(occurrences(/@ts-(ignore|nocheck|expect-error)|biome-ignore/, sources)).toEqual([]);
  });

  it('is in small files', () => {
    const sizes = FILES.filter(isWritten).map((file) => ({ file, lines: text(file).split('\n').length }));
    expect(sizes.filter(({ lines }) => lines > 400)).toEqual([]);
    const sorted = sizes.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(130);
  });
});
