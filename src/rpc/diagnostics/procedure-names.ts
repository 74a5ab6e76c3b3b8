import * as admin from '../../protocol/generated/admin/index.js';
import * as keepalive from '../../protocol/generated/keepalive/index.js';
import * as lxc from '../../protocol/generated/lxc/index.js';
import * as qemu from '../../protocol/generated/qemu/index.js';
import * as remote from '../../protocol/generated/remote/index.js';

type Names = ReadonlyMap<number, string>;

function namesOf(procedures: object): Names {
  const all = Object.values(procedures) as readonly { readonly number: number; readonly name: string }[];
  return new Map(all.map(({ number, name }) => [number, name]));
}

/** Of each program's procedures and events, by its number; made when they are first asked for. */
let names: ReadonlyMap<number, Names> | null = null;

/** `'DOMAIN_LOOKUP_BY_NAME'`, or the number where this library does not know it. */
export function procedureName(program: number, number: number): string {
  names ??= new Map(
    [remote, qemu, lxc, admin, keepalive].map(({ PROGRAM, procedures }) => [PROGRAM, namesOf(procedures)]),
  );
  return names.get(program)?.get(number) ?? `procedure ${number}`;
}
