// @ts-check
import { TypeTable } from '../model/wire-form.mjs';
import { Access } from './access.mjs';
import { doc, header } from './source.mjs';
import { typeScript, xdr } from './type-text.mjs';

/** @typedef {import('../model/model.mjs').Program} Program */
/** @typedef {import('../model/model.mjs').TypeDefinition} TypeDefinition */
/** @typedef {import('../model/model.mjs').Union} Union */
/** @typedef {import('../model/model.mjs').Struct} Struct */

/**
 * `types.ts` of a program: each type's TypeScript type, its codec of the same name, and the two
 * functions that the codec consists of.
 *
 * @param {Program} program
 * @param {readonly Program[]} programs
 * @param {readonly string[]} versions
 */
export function emitTypes(program, programs, versions) {
  const table = new TypeTable(programs);
  const access = new Access(table, new Set(program.types.map(({ name }) => name)));
  const types = program.types.map((type) => emitType(type, access, versions[0])).join('');
  // A list's elements may be lists themselves, which adds to the map while it is walked.
  let lists = '';
  for (const [name, type] of access.lists) lists += access.listFunctions(name, type);
  for (const [name, type] of access.vectors) lists += access.vectorFunctions(name, type);
  return header(versions) + imports(program, programs, access, types + lists) + types + lists;
}

/**
 * @param {Program} program
 * @param {readonly Program[]} programs
 * @param {Access} access
 * @param {string} body
 */
function imports(program, programs, access, body) {
  let text = "import { type Codec, codec } from '../../xdr/codec.js';\n";
  text += "import type { XdrReader } from '../../xdr/reader.js';\n";
  text += "import type { XdrWriter } from '../../xdr/writer.js';\n";
  for (const used of programs.filter(({ name }) => program.uses.includes(name))) {
    const names = used.types
      .filter(({ name }) => new RegExp(`\\b${name}\\b`).test(body.replaceAll(/\/\*\*.*?\*\//g, '')))
      .map(({ name }) => (access.foreign.has(name) ? name : `type ${name}`));
    if (names.length > 0) text += `import { ${names.join(', ')} } from '../${used.name}/types.js';\n`;
  }
  return text;
}

/**
 * @param {TypeDefinition} type
 * @param {Access} access
 * @param {string | undefined} base the version that goes without saying
 */
function emitType(type, access, base) {
  const { name } = type;
  const { summary, declaration, read, write } = parts(type, access);
  const notes = [summary, type.since === base ? '' : `since libvirt ${type.since}`].filter(Boolean).join(', ');
  return `
${notes === '' ? '' : doc(notes)}${declaration}
function read_${name}(r: XdrReader): ${name} {
${indent(read)}}
function write_${name}(w: XdrWriter, v: ${name}): void {
${indent(write)}}
export const ${name}: Codec<${name}> = /*@__PURE__*/ codec('${name}', read_${name}, write_${name});
`;
}

/** @param {readonly string[]} lines */
function indent(lines) {
  return lines.map((line) => `  ${line}\n`).join('');
}

/**
 * @param {TypeDefinition} type
 * @param {Access} access
 * @returns {{ summary: string, declaration: string, read: string[], write: string[] }}
 */
function parts(type, access) {
  switch (type.kind) {
    case 'typedef':
      return {
        summary: `\`typedef ${xdr(type.type)}\``,
        declaration: `export type ${type.name} = ${typeScript(type.type)};`,
        read: [`return ${access.read(type.type, '')};`],
        write: access.write(type.type, 'v', ''),
      };
    case 'enum': {
      const values = type.members.map(({ value }) => value).join(' | ');
      const names = type.members.map(({ name, value }) => `${value} ${name}`).join(', ');
      const list = `\nconst ${type.name}_values: readonly ${type.name}[] = [${values.replaceAll(' | ', ', ')}];`;
      return {
        summary: `\`enum\`: ${names}${type.open ? '; others may come' : ''}`,
        declaration: `export type ${type.name} = ${type.open ? 'number' : values};${type.open ? '' : list}`,
        read: [`return ${access.read(type.name, '')};`],
        write: access.write(type.name, 'v', ''),
      };
    }
    case 'struct':
      return struct(type, access);
    case 'union':
      return union(type, access);
  }
}

/** @param {Struct} type @param {Access} access */
function struct(type, access) {
  const members = type.fields.map((field) => {
    const [written, meant] = [xdr(field.type), typeScript(field.type)];
    return `${written === meant ? '' : doc(`\`${written}\``, '  ')}  readonly ${field.name}: ${meant};\n`;
  });
  return {
    summary: '',
    declaration: `export interface ${type.name} {\n${members.join('')}}`,
    read: ['return {', ...type.fields.map((field) => `  ${field.name}: ${access.read(field.type, field.name)},`), '};'],
    write: ['w.object(v);', ...type.fields.flatMap((field) => access.write(field.type, `v.${field.name}`, field.name))],
  };
}

/** @param {Union} type @param {Access} access */
function union(type, access) {
  const { name: tag } = type.discriminant;
  const arms = type.arms.map(({ cases, field }) => ({
    values: cases.map(({ value }) => value),
    names: cases.map(({ name, value }) => name ?? String(value)).join(', '),
    field,
  }));
  const members = arms.map(({ values, names, field }) => {
    const arm = field === null ? 'void' : `\`${xdr(field.type)} ${field.name}\``;
    return `  /** ${names}: ${arm} */\n  | { readonly ${tag}: ${values.join(' | ')}; readonly value: ${field === null ? 'null' : typeScript(field.type)} }\n`;
  });
  const known = arms.flatMap(({ values }) => values).join(', ');
  return {
    summary: `\`union switch (${xdr(type.discriminant.type)} ${tag})\``,
    declaration: `export type ${type.name} =\n${members.join('').trimEnd()};`,
    read: [
      `const ${tag} = ${access.read(type.discriminant.type, tag)};`,
      `switch (${tag}) {`,
      ...arms.flatMap(({ values, field }) => [
        ...values.map((value) => `  case ${value}:`),
        `    return { ${tag}, value: ${field === null ? 'null' : access.read(field.type, field.name)} };`,
      ]),
      '  default:',
      `    return r.noArm(${tag}, '${known}', '${tag}');`,
      '}',
    ],
    write: [
      'w.object(v);',
      ...access.write(type.discriminant.type, `v.${tag}`, tag),
      `switch (v.${tag}) {`,
      ...arms.flatMap(({ values, field }) => [
        ...values.map((value) => `  case ${value}:`),
        ...(field === null ? [] : access.write(field.type, 'v.value', field.name)).map((line) => `    ${line}`),
        '    break;',
      ]),
      '  default:',
      `    w.noArm((v as { readonly ${tag}: unknown }).${tag}, '${known}', '${tag}');`,
      '}',
    ],
  };
}
