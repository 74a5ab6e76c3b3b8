import { readFileSync } from 'node:fs';
import type { Model, Program, Type, TypeDefinition } from '../../../codegen/model/model.mjs';
import { TypeTable } from '../../../codegen/model/wire-form.mjs';
import { admin, lxc, net, qemu, remote } from '../../../src/protocol/index.js';
import type { Codec } from '../../../src/protocol/xdr/codec.js';

export type { Program, Type, TypeDefinition };

/** The description of the protocol that the library's code is generated from. */
export const MODEL: Model = JSON.parse(
  readFileSync(new URL('../../../codegen/model.json', import.meta.url), 'utf8'),
) as Model;

export const TABLE = new TypeTable(MODEL.programs);

export interface DescribedType {
  readonly name: string;
  readonly program: string;
  readonly definition: TypeDefinition;
  readonly codec: Codec<unknown>;
}

const CODECS: Readonly<Record<string, object>> = {
  admin: admin.types,
  lxc: lxc.types,
  net: net.types,
  qemu: qemu.types,
  remote: remote.types,
};

/** Every type of every program, with the codec that the library has for it. */
export const TYPES: readonly DescribedType[] = MODEL.programs.flatMap(({ name: program, types }) =>
  types.map((definition) => ({ name: definition.name, program, definition, codec: codecOf(program, definition.name) })),
);

function codecOf(program: string, type: string): Codec<unknown> {
  const types = CODECS[program] as Readonly<Record<string, Codec<unknown>>> | undefined;
  const codec = types?.[type];
  if (codec === undefined) throw new Error(`libvirt-rpc/protocol has no ${program}.types.${type}`);
  return codec;
}

export function codec(name: string): Codec<unknown> {
  const found = TYPES.find((type) => type.name === name);
  if (found === undefined) throw new Error(`no type is called ${name}`);
  return found.codec;
}

/** Whether an array of it is one `Uint8Array` in TypeScript. */
export function isChar(type: Type): boolean {
  return type === 'char' || type === 'uchar';
}
