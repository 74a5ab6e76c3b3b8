// @ts-check
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { emitApi } from './emit/api.mjs';
import { emitErrorNames } from './emit/api-constants.mjs';
import { emitKnownTypes } from './emit/known-types.mjs';
import { emitPrograms } from './emit/program.mjs';
import { emitStringConstants } from './emit/string-constants.mjs';
import { FUNCTIONS } from './facts/functions/index.mjs';
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
  const protocol = 'src/protocol/generated';
  const api = 'src/api/generated';
  const apiModel = readModel('api-model.json');
  const root = fileURLToPath(new URL('..', import.meta.url));
  const model = readModel('model.json');
  const outputs = new Map([...emitPrograms(model)].map(([path, content]) => [`${protocol}/${path}`, content]));
  outputs.set(`${protocol}/errors.ts`, emitErrorNames(apiModel));
  for (const [path, content] of emitApi(model, apiModel, FUNCTIONS, `${root}src/api`)) outputs.set(path, content);
  outputs.set(`${api}/string-constants.ts`, emitStringConstants(apiModel));
  outputs.set(`${api}/known-types.ts`, emitKnownTypes(apiModel));
  return writeOutputs(root, outputs, argv.includes('--check'), [protocol, api]);
}

process.exitCode = main(process.argv.slice(2));
