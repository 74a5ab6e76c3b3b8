/**
 * libvirt's files of credentials, which it reads as GLib's key files: groups of `key=value` lines, with backslash
 * escapes in the values, and with `#` before a comment. `[credentials-NAME]` has them, and `[auth-SERVICE-HOST]`
 * says by `credentials=NAME` which ones are for a host; `[auth-SERVICE-default]` is for the others.
 */

type Groups = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** What is wrong with a file, and in which line. It shows nothing of the line, which may have a password. */
export class AuthFileError extends SyntaxError {
  readonly line: number | null;

  constructor(message: string, line: number | null) {
    super(message);
    this.line = line;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { s: ' ', n: '\n', t: '\t', r: '\r', '\\': '\\' };

function unescapeValue(value: string, key: string): string {
  return value.replace(/\\(.?)/gsu, (_, letter: string) => {
    const meant = ESCAPES[letter];
    if (meant !== undefined) return meant;
    throw new AuthFileError(`a backslash in ${key} begins none of \\s \\n \\t \\r \\\\`, null);
  });
}

function parse(text: string): Groups {
  const groups = new Map<string, Map<string, string>>();
  let group: Map<string, string> | undefined;
  for (const [index, line] of text.split(/\r?\n/u).entries()) {
    if (/^\s*(?:#.*)?$/u.test(line)) continue;
    const name = /^\s*\[([^[\]]+)\]\s*$/u.exec(line)?.[1];
    if (name !== undefined) {
      group = groups.get(name) ?? new Map<string, string>();
      groups.set(name, group);
      continue;
    }
    const [, key, value] = /^\s*([^\s=[\]](?:[^=[\]]*[^\s=[\]])?)\s*=\s*(.*)$/su.exec(line) ?? [];
    if (key === undefined || value === undefined) {
      throw new AuthFileError('this line is neither [a group], nor key=value, nor a comment', index + 1);
    }
    if (group === undefined) throw new AuthFileError('this line stands before the first [group]', index + 1);
    group.set(key, value);
  }
  return groups;
}

/**
 * The credentials for a host's service, by their keys.
 *
 * @param text the file's
 * @returns none where the file has none
 * @throws AuthFileError
 */
export function credentialsIn(text: string, service: string, hostname: string): ReadonlyMap<string, string> {
  const groups = parse(text);
  const name = [hostname, 'default'].map((host) => `auth-${service}-${host}`).find((group) => groups.has(group));
  if (name === undefined) return new Map();
  const credentials = groups.get(name)?.get('credentials');
  if (credentials === undefined) throw new AuthFileError(`[${name}] has no line credentials=NAME`, null);
  const found = groups.get(`credentials-${credentials}`);
  if (found === undefined) {
    throw new AuthFileError(`[${name}] names [credentials-${credentials}], which is not there`, null);
  }
  return new Map([...found].map(([key, value]) => [key, unescapeValue(value, key)]));
}
