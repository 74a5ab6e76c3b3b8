// @ts-check
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { emitPrograms } from './emit/program.mjs';
import { writeOutputs } from './outputs.mjs';

const USAGE = `usage: node codegen/generate.mjs [--check]

Makes src/**/generated from the models beside this script. --check changes nothing, and fails, with
the names of the files, if they are not what the models say.`;

/** @param {string} name */
function readModel(name) {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}

/** @param {string[]} argv */
function main(argv) {
  if (argv.some((argument) => argument !== '--check')) {
    console.error(USAGE);
    return 2;
  }
  const folder = 'src/protocol/generated';
  const outputs = new Map(
    [...emitPrograms(readModel('model.json'))].map(([path, content]) => [`${folder}/${path}`, content]),
  );
  return writeOutputs(fileURLToPath(new URL('..', import.meta.url)), outputs, argv.includes('--check'), [folder]);
}

process.exitCode = main(process.argv.slice(2));
