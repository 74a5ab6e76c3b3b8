// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { headerConstants, readApiDescription } from './api/description.mjs';
import { ADDITIONS } from './facts/additions.mjs';
import { describeApi } from './model/api-model.mjs';
import { applyFacts } from './model/apply-facts.mjs';
import { describe } from './model/describe.mjs';
import { merge } from './model/merge.mjs';
import { print } from './model/model.mjs';
import { PROGRAMS } from './model/programs.mjs';
import { writeOutputs } from './outputs.mjs';

/** @typedef {import('./model/model.mjs').Program} Program */
/** @typedef {import('./model/model.mjs').Model} Model */

const USAGE = `usage: node codegen/import.mjs SOURCES [--check]

Makes codegen/model.json and codegen/api-model.json from libvirt's descriptions, laid out as
codegen/README.md says. --check changes nothing, and fails if they are not up to date.`;

/**
 * The versions below `sources` that have the folder `part`, oldest first.
 *
 * @param {string} sources
 * @param {string} part
 */
function versionsWith(sources, part) {
  return readdirSync(sources, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(join(sources, entry.name)).includes(part))
    .map(({ name }) => name)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/**
 * @param {string} sources
 * @param {string} version
 * @param {ReadonlyMap<string, number>} headers
 */
function describeVersion(sources, version, headers) {
  /** @type {Program[]} */
  const programs = [];
  for (const program of PROGRAMS) {
    const source = readFileSync(join(sources, version, 'src', program.path), 'utf8');
    const used = programs.filter(({ name }) => program.uses.includes(name));
    programs.push(describe(source, program, version, headers, used));
  }
  return programs;
}

/**
 * @param {string} sources
 * @param {ReadonlyMap<string, number>} headers
 * @returns {Model}
 */
function importProtocol(sources, headers) {
  const [oldest, ...newer] = versionsWith(sources, 'src');
  if (oldest === undefined) throw new Error(`${sources} holds no libvirt version with a folder src`);
  let programs = describeVersion(sources, oldest, headers);
  for (const version of newer) {
    const merged = merge(programs, describeVersion(sources, version, headers));
    for (const note of merged.notes) console.log(`${version}: ${note}`);
    programs = merged.programs;
  }
  return { versions: [oldest, ...newer, ...ADDITIONS.map(({ version }) => version)], programs: applyFacts(programs) };
}

/** @param {string} sources */
function importApi(sources) {
  const version = versionsWith(sources, 'api').at(-1);
  if (version === undefined) throw new Error(`${sources} holds no libvirt version with a folder api`);
  const libraries = ['libvirt', 'libvirt-qemu', 'libvirt-lxc', 'libvirt-admin'].map((library) => {
    const path = join(sources, version, 'api', `${library}-api.xml`);
    return { library, description: readApiDescription(readFileSync(path, 'utf8'), path) };
  });
  return { version, libraries };
}

/** @param {string[]} argv */
function main(argv) {
  const check = argv.includes('--check');
  const [sources, ...rest] = argv.filter((argument) => argument !== '--check');
  if (sources === undefined || rest.length > 0) {
    console.error(USAGE);
    return 2;
  }
  const api = importApi(sources);
  const descriptions = api.libraries.map(({ description }) => description);
  const outputs = new Map([
    ['model.json', print(importProtocol(sources, headerConstants(descriptions)))],
    ['api-model.json', `${JSON.stringify(describeApi(api.version, descriptions), null, 1)}\n`],
  ]);
  return writeOutputs(fileURLToPath(new URL('.', import.meta.url)), outputs, check);
}

process.exitCode = main(process.argv.slice(2));
