/** An element of an XML text, as much of it as a daemon's world needs. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Its own character data, without its children's. */
  readonly text: string;
  /** Where, in the text, its start tag ends less its `>` or `/>`. */
  readonly headEnd: number;
  /** Where, in the text, it ends. */
  readonly end: number;
}

/** An XML text cannot be read. */
export class XmlSyntaxError extends Error {
  override readonly name = 'XmlSyntaxError';
}

const MAX_DEPTH = 256;

/** What an XML text consists of. What matches none of it, as a document type does, is refused. */
const TOKEN =
  /<!--(?:(?!--).)*-->|<!\[CDATA\[(?<cdata>.*?)\]\]>|<\?.*?\?>|<\/(?<close>[^\s<>/!?]+)\s*>|<(?<open>[^\s<>/!?"'=]+)(?<attributes>(?:\s+[^\s<>/"'=]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(?<empty>\/?)>|(?<text>[^<]+)/suy;

const ATTRIBUTE = /(?<name>[^\s"'=]+)\s*=\s*(?:"(?<double>[^"]*)"|'(?<single>[^']*)')/gsu;

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

interface OpenElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
  readonly headEnd: number;
}

function unescaped(text: string): string {
  return text.replaceAll(/&(?:#x(?<hex>[\da-f]{1,6})|#(?<decimal>\d{1,7})|(?<name>\w+));|&/giu, (whole, ...rest) => {
    const { hex, decimal, name } = rest.at(-1) as Record<string, string | undefined>;
    const named = name === undefined ? undefined : ENTITIES[name];
    if (named !== undefined) return named;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    if (!(code > 0 && code <= 0x10ffff)) throw new XmlSyntaxError(`${whole} is no character`);
    return String.fromCodePoint(code);
  });
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const { groups } of text.matchAll(ATTRIBUTE)) {
    const { name = '', double, single } = groups as Record<string, string | undefined>;
    if (attributes.has(name)) throw new XmlSyntaxError(`the attribute ${name} comes twice`);
    attributes.set(name, unescaped(double ?? single ?? ''));
  }
  return attributes;
}

/**
 * Reads an XML text that has no document type, and so no entities of its own.
 *
 * @returns its root
 * @throws XmlSyntaxError where it is not well-formed
 */
export function parseXml(text: string): XmlElement {
  const stack: OpenElement[] = [];
  let root: XmlElement | undefined;
  const close = ({ name, attributes, children, text: own, headEnd }: OpenElement, end: number): void => {
    const element = { name, attributes, children, text: own, headEnd, end };
    const parent = stack.at(-1);
    if (parent !== undefined) parent.children.push(element);
    else if (root === undefined) root = element;
    else throw new XmlSyntaxError('there is more than one root element');
  };
  const token = new RegExp(TOKEN);
  while (token.lastIndex < text.length) {
    const start = token.lastIndex;
    const match = token.exec(text);
    if (match === null) throw new XmlSyntaxError(`what begins at character ${start + 1} cannot be read`);
    const {
      open,
      attributes = '',
      empty,
      close: closing,
      text: data,
      cdata,
    } = match.groups as Record<string, string | undefined>;
    const parent = stack.at(-1);
    if (open !== undefined) {
      if (stack.length === MAX_DEPTH) throw new XmlSyntaxError(`it is nested more than ${MAX_DEPTH} deep`);
      const headEnd = start + 1 + open.length + attributes.length;
      const element = { name: open, attributes: attributesOf(attributes), children: [], text: '', headEnd };
      if (empty === '/') close(element, token.lastIndex);
      else stack.push(element);
    } else if (closing !== undefined) {
      if (parent?.name !== closing) throw new XmlSyntaxError(`</${closing}> ends nothing`);
      stack.pop();
      close(parent, token.lastIndex);
    } else if (parent !== undefined) parent.text += cdata ?? unescaped(data ?? '');
    else if (cdata !== undefined || (data ?? '').trim() !== '') throw new XmlSyntaxError('there is text outside of it');
  }
  if (stack.length > 0) throw new XmlSyntaxError(`<${stack.at(-1)?.name}> is not ended`);
  if (root === undefined) throw new XmlSyntaxError('there is no element in it');
  return root;
}

/** The first child of that name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}
