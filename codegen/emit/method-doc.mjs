// @ts-check
/** The doc comment of a method, from facts. */

const WIDTH = 120;

/** @param {import('../api/functions.mjs').ApiFunction} one */
export function page({ name, header }) {
  return `[${name}](https://libvirt.org/html/libvirt-${header}.html#${name})`;
}

/**
 * @param {import('../methods/plan.mjs').Plan} plan
 * @param {import('../facts/functions/index.mjs').FunctionFacts | undefined} facts
 * @param {readonly string[]} flags the enums of the method's flags
 * @param {(argument: string) => string} tsName
 * @param {string | undefined} groups where the names of typed parameters are
 */
export function methodDoc({ one, inputs, result }, facts, flags, tsName, groups) {
  const paragraphs = facts === undefined ? [] : [facts.summary, ''];
  paragraphs.push(`C: ${page(one)}`);
  const tags = [];
  for (const { name, kind } of inputs) {
    const said = facts?.params?.[name];
    if (kind === 'flags') {
      const members = flags.map((name) => `\`${name}\``).join(' and ');
      const none = members === '' ? 'none are defined: 0' : members;
      tags.push(`@param flags ${said === undefined ? none : `${members === '' ? '' : `${members}; `}${said}`}`);
    } else if (said !== undefined) tags.push(`@param ${tsName(name)} ${said}`);
    else if (kind === 'params' && groups !== undefined)
      tags.push(`@param ${tsName(name)} named by the members of ${groups}`);
  }
  const returns =
    facts?.returns ??
    (/^params/.test(result.kind) && groups !== undefined ? `named by the members of ${groups}` : undefined);
  if (returns !== undefined && result.kind !== 'void') tags.push(`@returns ${returns}`);
  const errors = facts?.errors ?? [];
  if (errors.length > 0) tags.push(`@throws RemoteError ${errors.join('; ')}`);
  const driver = facts?.driver === undefined ? '' : `, for ${facts.driver}`;
  if (one.since !== '0.0.3' || driver !== '') tags.push(`@since libvirt ${one.since}${driver}`);
  if (tags.length > 0) paragraphs.push('', ...tags);
  return comment(paragraphs);
}

/** @param {readonly string[]} paragraphs */
function comment(paragraphs) {
  const lines = paragraphs.flatMap((text) => wrap(text, text.startsWith('@') ? '  ' : ''));
  const [only] = lines;
  if (lines.length === 1 && only !== undefined && only.length + 9 <= WIDTH) return `  /** ${only} */\n`;
  return `  /**\n${lines.map((line) => `   *${line === '' ? '' : ` ${line}`}\n`).join('')}   */\n`;
}

/** @param {string} text @param {string} indent of what goes on @returns {string[]} */
function wrap(text, indent) {
  /** @type {string[]} */
  const lines = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line !== 'C:' && line.length + word.length + 6 > WIDTH) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
