/**
 * The path to a member, `remote_domain_get_info_args.dom.uuid`, from what was entered on the way there:
 * names, `''` for what has no name of its own, and the numbers of elements.
 */
export function pathTo(root: string, entered: readonly (string | number)[], depth: number, field: string): string {
  let path = root;
  for (const part of [...entered.slice(0, depth), field]) {
    if (typeof part === 'number') path += `[${part}]`;
    else if (part !== '') path += `.${part}`;
  }
  return path;
}
