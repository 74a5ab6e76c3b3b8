import { isChar, TABLE, type Type, type TypeDefinition } from './model.js';

/**
 * XDR by the letter of RFC 4506, from the protocol's description: slow, and nothing of the library's. The
 * value must be of the type.
 */
export function reference(type: Type, value: unknown): Buffer {
  if (typeof type === 'string') return basic(type, value) ?? defined(TABLE.get(type), value);
  switch (type.kind) {
    case 'string':
      return counted(Buffer.from(value as string));
    case 'opaque':
      return counted(value as Uint8Array);
    case 'fixed-opaque':
      return padded(value as Uint8Array);
    case 'array':
    case 'fixed-array': {
      // Characters travel as ints, with the sign of C's char.
      const elements = isChar(type.of)
        ? [...new Int8Array(value as Uint8Array)].map((char) => word(char))
        : (value as unknown[]).map((element) => reference(type.of, element));
      return Buffer.concat(type.kind === 'array' ? [word(elements.length), ...elements] : elements);
    }
    case 'optional':
      return value === null ? word(0) : Buffer.concat([word(1), reference(type.of, value)]);
  }
}

function basic(type: string, value: unknown): Buffer | null {
  switch (type) {
    case 'int':
    case 'uint':
    case 'char':
    case 'uchar':
    case 'short':
    case 'ushort':
      return word(value as number);
    case 'bool':
      return word(value ? 1 : 0);
    case 'hyper':
    case 'uhyper': {
      const bits = BigInt.asUintN(64, value as bigint);
      return Buffer.concat([word(Number(bits >> 32n)), word(Number(bits & 0xffffffffn))]);
    }
    case 'double': {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleBE(value as number);
      return bytes;
    }
    default:
      return null;
  }
}

function defined(definition: TypeDefinition, value: unknown): Buffer {
  const record = value as Readonly<Record<string, unknown>>;
  switch (definition.kind) {
    case 'typedef':
      return reference(definition.type, value);
    case 'enum':
      return word(value as number);
    case 'struct':
      return Buffer.concat(definition.fields.map(({ name, type }) => reference(type, record[name])));
    case 'union': {
      const { name, type } = definition.discriminant;
      const arm = definition.arms.find(({ cases }) => cases.some((label) => label.value === record[name]));
      const field = arm?.field ?? null;
      const tag = reference(type, record[name]);
      return field === null ? tag : Buffer.concat([tag, reference(field.type, record['value'])]);
    }
  }
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

function padded(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

function counted(bytes: Uint8Array): Buffer {
  return Buffer.concat([word(bytes.length), padded(bytes)]);
}
