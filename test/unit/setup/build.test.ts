import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuild } from '../../../scripts/setup/build.mjs';

describe('the build', () => {
  const root = mkdtempSync(join(tmpdir(), 'libvirt-rpc-build-'));
  const write = (file: string, text: string) => writeFileSync(join(root, file), text);
  const exports = (...names: string[]) =>
    Object.fromEntries(names.map((name) => [`./${name}`, { default: `./dist/${name}.js` }]));
  const has = (file: string) => existsSync(join(root, file));

  beforeAll(() => {
    mkdirSync(join(root, 'src'));
    mkdirSync(join(root, 'scripts'));
    copyFileSync(new URL('../../../scripts/bundle.mjs', import.meta.url), join(root, 'scripts/bundle.mjs'));
    symlinkSync(fileURLToPath(new URL('../../../node_modules', import.meta.url)), join(root, 'node_modules'));
    for (const name of ['package-lock.json', 'tsconfig.json']) write(name, '{}');
    write('package.json', JSON.stringify({ type: 'module', exports: exports('one', 'two') }));
    const options = { rootDir: 'src', outDir: 'dist', types: [], lib: ['es5'], skipLibCheck: true };
    write(
      'tsconfig.build.json',
      JSON.stringify({
        compilerOptions: { ...options, declaration: true, emitDeclarationOnly: true },
        include: ['src'],
      }),
    );
    write('src/one.ts', 'export const one: number = 1;\n');
    write('src/two.ts', 'export const two: number = 2;\n');
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it('is made once', async () => {
    expect(await ensureBuild(root)).toEqual({ changed: true, what: '2 modules' });
    expect(await ensureBuild(root)).toEqual({ changed: false, what: 'up to date' });
  });

  it('is made again when its source has changed, and keeps nothing of what is gone', async () => {
    rmSync(join(root, 'src/two.ts'));
    write('package.json', JSON.stringify({ type: 'module', exports: exports('one') }));
    expect(await ensureBuild(root)).toMatchObject({ changed: true });
    expect([has('dist/one.js'), has('dist/two.js')]).toEqual([true, false]);
  });

  it('is made again when it has been changed', async () => {
    write('dist/one.js', 'export const one = 7;\n');
    expect(await ensureBuild(root)).toMatchObject({ changed: true });
    expect(await ensureBuild(root)).toMatchObject({ changed: false });
  });

  it('fails with what the compiler says, and does not count as made then', async () => {
    write('src/one.ts', "export const one: number = '1';\n");
    await expect(ensureBuild(root)).rejects.toThrow("Type 'string' is not assignable to type 'number'");
    expect([has('dist/one.js'), has('.cache/build')]).toEqual([false, false]);
  });
});
