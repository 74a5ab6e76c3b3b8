// @ts-check

/** @typedef {import('../model/model.mjs').TypeDefinition} TypeDefinition */
/** @typedef {import('../model/model.mjs').Union} Union */
/** @typedef {import('../model/model.mjs').Struct} Struct */
/** @typedef {import('./access.mjs').Access} Access */

/**
 * The two functions that read and write a type.
 *
 * @param {TypeDefinition} type
 * @param {Access} access
 */
export function emitFunctions(type, access) {
  const { name } = type;
  const { read, write } = bodies(type, access);
  return `${constants(type)}function read_${name}(r: XdrReader): ${name} {
${indent(read)}}
function write_${name}(w: XdrWriter, v: ${name}): void {
${indent(write)}}
`;
}

/** @param {readonly string[]} lines */
function indent(lines) {
  return lines.map((line) => `  ${line}\n`).join('');
}

/** What the functions refer to. @param {TypeDefinition} type */
function constants(type) {
  if (type.kind !== 'enum' || type.open) return '';
  const values = type.members.map(({ value }) => value).join(', ');
  return `const ${type.name}_values: readonly ${type.name}[] = [${values}];\n`;
}

/**
 * @param {TypeDefinition} type
 * @param {Access} access
 * @returns {{ read: string[], write: string[] }}
 */
function bodies(type, access) {
  switch (type.kind) {
    case 'typedef':
      return { read: [`return ${access.read(type.type, '')};`], write: access.write(type.type, 'v', '') };
    case 'enum':
      return { read: [`return ${access.read(type.name, '')};`], write: access.write(type.name, 'v', '') };
    case 'struct':
      return struct(type, access);
    case 'union':
      return union(type, access);
  }
}

/** @param {Struct} type @param {Access} access */
function struct({ fields }, access) {
  return {
    read: ['return {', ...fields.map((field) => `  ${field.name}: ${access.readField(field)},`), '};'],
    write: ['w.object(v);', ...fields.flatMap(({ name, type }) => access.write(type, `v.${name}`, name))],
  };
}

/** @param {Union} type @param {Access} access */
function union({ discriminant, arms }, access) {
  const { name: tag, type } = discriminant;
  const known = arms.flatMap(({ cases }) => cases.map(({ value }) => value)).join(', ');
  return {
    read: [
      `const ${tag} = ${access.read(type, tag)};`,
      `switch (${tag}) {`,
      ...arms.flatMap(({ cases, field }) => [
        ...cases.map(({ value }) => `  case ${value}:`),
        `    return { ${tag}, value: ${field === null ? 'null' : access.readField(field)} };`,
      ]),
      '  default:',
      `    return r.noArm(${tag}, '${known}', '${tag}');`,
      '}',
    ],
    write: [
      'w.object(v);',
      ...access.write(type, `v.${tag}`, tag),
      `switch (v.${tag}) {`,
      ...arms.flatMap(({ cases, field }) => [
        ...cases.map(({ value }) => `  case ${value}:`),
        ...(field === null ? [] : access.write(field.type, 'v.value', field.name)).map((line) => `    ${line}`),
        '    break;',
      ]),
      '  default:',
      `    w.noArm((v as { readonly ${tag}: unknown }).${tag}, '${known}', '${tag}');`,
      '}',
    ],
  };
}
