import { UnsupportedError } from '../errors.js';

const OTHERS: Readonly<Record<string, string>> = { bun: 'Bun', deno: 'Deno' };

/**
 * What carries descriptors reads from a socket beside Node, and is told by Node's own event loop when there is something
 * to read. Other runtimes have Node's modules, and not that: there, nothing would ever come.
 *
 * @param library the package, for the message
 * @throws UnsupportedError in another runtime
 */
export function checkIsNode(
  library: string,
  versions: Readonly<Record<string, string | undefined>> = process.versions,
): void {
  for (const [key, name] of Object.entries(OTHERS)) {
    if (versions[key] === undefined) continue;
    throw new UnsupportedError(
      `descriptors are carried by the package ${library} under Node, and this is ${name} ${versions[key]}`,
    );
  }
}
