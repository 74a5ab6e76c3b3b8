// @ts-check
/**
 * Makes dist's JavaScript: a file for each entry of package.json's exports, and chunks for what they share or load
 * later. Finding, opening and linking some 260 modules took most of the time that an import of the library took.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/** @param {string} root */
export async function bundle(root) {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const outputs = Object.values(exports).flatMap((entry) => entry.default ?? []);
  const names = outputs.map((/** @type {string} */ path) => path.replace(/^\.\/dist\/|\.js$/g, ''));
  const build = await rolldown({
    cwd: root,
    input: Object.fromEntries(names.map((name) => [name, `src/${name}.ts`])),
    platform: 'node',
    // Sources name each other as they are called once they are compiled.
    resolve: { extensionAlias: { '.js': ['.ts'] } },
    // What is not the library's own is the installer's to find.
    external: /^(?![./])/,
    transform: { target: 'es2022' },
    // A chunk that is loaded later must not need the one that loads it: an application's bundler would keep both for ever.
    experimental: { chunkOptimization: { avoidRedundantChunkLoads: false } },
    onLog: (level, log) => {
      if (level === 'warn') throw new Error(`the bundle: ${log.message}`);
    },
  });
  const { output } = await build.write({
    dir: 'dist',
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    // An application's own bundler leaves out a chunk that it needs nothing of, and of these what it does not name.
    codeSplitting: {
      groups: [
        { name: 'constants', test: /generated\/(string-)?constants\.ts$/ },
        { name: 'protocol', test: /src\/protocol\// },
      ],
    },
    sourcemap: true,
    comments: { jsdoc: false, legal: false, annotation: true },
  });
  await build.close();
  return output.filter(({ type }) => type === 'chunk').length;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundle(fileURLToPath(new URL('..', import.meta.url)));
}
