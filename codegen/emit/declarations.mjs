// @ts-check
import { doc } from './source.mjs';
import { typeScript, xdr } from './type-text.mjs';

/** @typedef {import('../model/model.mjs').TypeDefinition} TypeDefinition */
/** @typedef {import('../model/model.mjs').Union} Union */
/** @typedef {import('../model/model.mjs').Struct} Struct */

/**
 * The TypeScript type of a type, with its doc comment.
 *
 * @param {TypeDefinition} type
 * @param {string | undefined} base the version that goes without saying
 */
export function emitDeclaration(type, base) {
  const notes = [summary(type), type.since === base ? '' : `since libvirt ${type.since}`].filter(Boolean).join(', ');
  return `${notes === '' ? '' : doc(notes)}${declaration(type)}\n`;
}

/** @param {TypeDefinition} type */
function summary(type) {
  switch (type.kind) {
    case 'typedef':
      return `\`typedef ${xdr(type.type)}\``;
    case 'enum': {
      const members = type.members.map(({ name, value }) => `${value} ${name}`).join(', ');
      return `\`enum\`: ${members}${type.open ? '; others may come' : ''}`;
    }
    case 'struct':
      return '';
    case 'union':
      return `\`union switch (${xdr(type.discriminant.type)} ${type.discriminant.name})\``;
  }
}

/** @param {TypeDefinition} type */
function declaration(type) {
  switch (type.kind) {
    case 'typedef':
      return `export type ${type.name} = ${typeScript(type.type)};`;
    case 'enum':
      return `export type ${type.name} = ${type.open ? 'number' : type.members.map(({ value }) => value).join(' | ')};`;
    case 'struct':
      return struct(type);
    case 'union':
      return union(type);
  }
}

/** @param {Struct} type */
function struct(type) {
  const members = type.fields.map((field) => {
    const [written, meant] = [xdr(field.type), typeScript(field.type)];
    return `${written === meant ? '' : doc(`\`${written}\``, '  ')}  readonly ${field.name}: ${meant};\n`;
  });
  return `export interface ${type.name} {\n${members.join('')}}`;
}

/** @param {Union} type */
function union({ name, discriminant, arms }) {
  const members = arms.map(({ cases, field }) => {
    const names = cases.map((label) => label.name ?? String(label.value)).join(', ');
    const arm = field === null ? 'void' : `\`${xdr(field.type)} ${field.name}\``;
    const values = cases.map(({ value }) => value).join(' | ');
    const meant = field === null ? 'null' : typeScript(field.type);
    return `  /** ${names}: ${arm} */\n  | { readonly ${discriminant.name}: ${values}; readonly value: ${meant} }\n`;
  });
  return `export type ${name} =\n${members.join('').trimEnd()};`;
}
