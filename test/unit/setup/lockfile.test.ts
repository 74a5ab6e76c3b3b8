import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { whatIsStale } from '../../../scripts/setup/lockfile.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'libvirt-rpc-lockfile-'));
});
afterEach(() => rmSync(root, { recursive: true }));

type Packages = Record<string, { version?: string; optional?: boolean; os?: string[]; cpu?: string[] }>;

function write(file: string, content: object): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), JSON.stringify(content));
}

/** A lock file, and what npm has installed by it. */
function install(locked: Packages, installed: Packages = locked): void {
  write('package-lock.json', { packages: { '': {}, ...locked } });
  write('node_modules/.package-lock.json', { packages: installed });
  for (const [folder, { version }] of Object.entries(installed)) write(`${folder}/package.json`, { version });
}

const ONE = { 'node_modules/one': { version: '1.0.0' } };
const here = { version: '1.0.0', optional: true, os: [process.platform], cpu: [process.arch] };

describe('what is stale in node_modules', () => {
  it('is nothing where all is there', () => {
    install({ ...ONE, 'node_modules/one/node_modules/two': { version: '2.0.0' } });
    expect(whatIsStale(root)).toBe(null);
  });

  it('is everything where npm has not finished', () => {
    install(ONE);
    rmSync(join(root, 'node_modules/.package-lock.json'));
    expect(whatIsStale(root)).toBe('nothing is installed');
  });

  it('is a package whose folder is gone', () => {
    install(ONE);
    rmSync(join(root, 'node_modules/one'), { recursive: true });
    expect(whatIsStale(root)).toBe('node_modules/one is missing, not 1.0.0');
  });

  it('is a package of another version', () => {
    install({ 'node_modules/one': { version: '1.0.1' } }, ONE);
    expect(whatIsStale(root)).toBe('node_modules/one is 1.0.0, not 1.0.1');
  });

  it('is a package that has been locked since', () => {
    install({ ...ONE, 'node_modules/two': { version: '2.0.0' } }, ONE);
    expect(whatIsStale(root)).toBe('node_modules/two is missing, not 2.0.0');
  });

  it('is a package that is not locked any longer', () => {
    install(ONE, { ...ONE, 'node_modules/two': { version: '2.0.0' } });
    expect(whatIsStale(root)).toBe('node_modules/two is there, and not locked');
  });

  it('is not what another machine needs', () => {
    install(
      { ...ONE, 'node_modules/native': { ...here, os: ['another'] }, 'node_modules/its': { optional: true } },
      ONE,
    );
    expect(whatIsStale(root)).toBe(null);
  });

  it('is what this machine needs, optional or not', () => {
    install({ ...ONE, 'node_modules/native': here }, ONE);
    expect(whatIsStale(root)).toBe('node_modules/native is missing, not 1.0.0');
  });

  it('cannot be told without a lock file', () => {
    expect(() => whatIsStale(root)).toThrow('package-lock.json is missing');
  });
});
