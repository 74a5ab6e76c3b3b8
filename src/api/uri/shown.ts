import { isParam } from './params.js';

/** The client's parameters whose values are others' words: a URI, and a command line. */
const OPAQUE = ['name', 'command'];

function shownPart(part: string): string {
  const [name = ''] = part.split('=', 1);
  return isParam(name) && !OPAQUE.includes(name.toLowerCase()) ? part : `${name}=…`;
}

/**
 * A URI as it can be shown to anybody: without the user, and without the values of parameters that are not the client's,
 * since a driver's can be secrets.
 */
export function shownUri(uri: string): string {
  const [, start = '', query] = /^([^?#]*)(?:\?([^#]*))?/su.exec(uri) ?? [];
  const parts = query?.split(/[&;]/u).filter((part) => part !== '') ?? [];
  return (
    start.replace(/^([^/:]*:)?(\/\/)?[^/]*@/u, '$1$2') + (parts.length > 0 ? `?${parts.map(shownPart).join('&')}` : '')
  );
}
