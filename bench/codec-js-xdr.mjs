// @ts-check
import { readFileSync } from 'node:fs';
import XDR from '@stellar/js-xdr';

/** @typedef {import('../codegen/model/model.mjs').Model} Model */
/** @typedef {import('../codegen/model/model.mjs').Type} Type */
/** @typedef {import('../codegen/model/model.mjs').TypeDefinition} TypeDefinition */

/** @type {Model} */
const model = JSON.parse(readFileSync(new URL('../codegen/model.json', import.meta.url), 'utf8'));
const definitions = new Map(model.programs.flatMap(({ types }) => types).map((type) => [type.name, type]));

/** @param {string} name @returns {TypeDefinition} */
function definition(name) {
  return /** @type {TypeDefinition} */ (definitions.get(name));
}

/** js-xdr leaves a string's bytes as they are unless told. */
class Text extends XDR.String {
  /** @param {unknown} reader */
  read(reader) {
    return super.read(reader).toString();
  }
}

/** The types of the protocol, as js-xdr describes them. @type {any} */
export const types = XDR.config((/** @type {any} */ xdr) => {
  /** @type {Readonly<Record<string, () => unknown>>} */
  const basic = {
    int: () => xdr.int(),
    uint: () => xdr.uint(),
    hyper: () => xdr.hyper(),
    uhyper: () => xdr.uhyper(),
    double: () => xdr.double(),
  };

  /** @param {Type} type @returns {unknown} */
  const describe = (type) => {
    if (typeof type === 'string') {
      if (basic[type] !== undefined) return basic[type]?.();
      const named = definition(type);
      return named.kind === 'typedef' ? describe(named.type) : xdr.lookup(type);
    }
    switch (type.kind) {
      case 'string':
        // @ts-expect-error: the package types its own methods without the arguments that they take
        return new Text(type.max.value);
      case 'fixed-opaque':
        return xdr.opaque(type.length.value);
      case 'array':
        return xdr.varArray(describe(type.of), type.max.value);
      default:
        throw new Error(`no case needs ${type.kind}`);
    }
  };

  /** @param {string} name */
  const struct = (name) => {
    const { fields } = /** @type {import('../codegen/model/model.mjs').Struct} */ (definition(name));
    xdr.struct(
      name,
      fields.map((field) => [field.name, describe(field.type)]),
    );
  };

  for (const name of [
    'remote_nonnull_domain',
    'remote_typed_param',
    'remote_domain_stats_record',
    'remote_connect_list_all_domains_ret',
    'remote_connect_get_all_domain_stats_ret',
    'remote_domain_get_xml_desc_ret',
    'remote_domain_create_with_flags_args',
    'remote_domain_event_lifecycle_msg',
    'remote_domain_event_callback_lifecycle_msg',
  ]) {
    struct(name);
  }
  const { arms } = /** @type {import('../codegen/model/model.mjs').Union} */ (definition('remote_typed_param_value'));
  xdr.union('remote_typed_param_value', {
    switchOn: xdr.int(),
    switches: arms.map(({ cases, field }) => [cases[0]?.value, field?.name]),
    arms: Object.fromEntries(arms.map(({ field }) => [field?.name, describe(field?.type ?? 'int')])),
  });
});

/**
 * A value of ours as js-xdr has it: instances of its classes.
 *
 * @param {Type} type
 * @param {any} value
 * @returns {unknown}
 */
export function convert(type, value) {
  if (typeof type === 'string') {
    if (type === 'hyper') return new XDR.Hyper(value);
    if (type === 'uhyper') return new XDR.UnsignedHyper(value);
    const named = definitions.get(type);
    switch (named?.kind) {
      case 'typedef':
        return convert(named.type, value);
      case 'struct':
        return new types[type](
          Object.fromEntries(named.fields.map((field) => [field.name, convert(field.type, value[field.name])])),
        );
      case 'union': {
        const arm = named.arms.find(({ cases }) => cases[0]?.value === value.type);
        return new types[type](value.type, convert(arm?.field?.type ?? 'int', value.value));
      }
      default:
        return value;
    }
  }
  if (type.kind === 'fixed-opaque') return Buffer.from(value);
  if (type.kind === 'array') return value.map((/** @type {unknown} */ element) => convert(type.of, element));
  return value;
}
