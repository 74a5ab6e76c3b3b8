import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The package as it would be published. */
    tarball: string;
    /** A project that depends on that package alone. */
    consumer: string;
    /** Milliseconds that its installation took. */
    installTime: number;
    /** What the installation wrote. */
    installOutput: string;
  }
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** npm, with none of the settings that an npm which runs the tests gives to what it runs. */
async function npm(cwd: string, ...args: string[]): Promise<string> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const { stdout, stderr } = await promisify(execFile)('npm', args, { cwd, env });
  return stdout + stderr;
}

/** Packs the package and installs it in an empty project, without running any package's install script. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'libvirt-rpc-packaging-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await npm(ROOT, 'pack', '--ignore-scripts', '--loglevel=error', `--pack-destination=${folder}`);
    const [name] = await readdir(folder);
    if (name === undefined) throw new Error('npm pack made no file');
    const tarball = join(folder, name);
    const consumer = join(folder, 'consumer');
    await mkdir(consumer);
    await writeFile(join(consumer, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
    const begun = performance.now();
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
    const installOutput = await npm(consumer, 'install', ...flags, tarball);
    provide('tarball', tarball);
    provide('consumer', consumer);
    provide('installTime', performance.now() - begun);
    provide('installOutput', installOutput);
  } catch (error) {
    await remove();
    throw error;
  }
  return remove;
}
