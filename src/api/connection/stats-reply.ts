import {
  procedures,
  REMOTE_CONNECT_GET_ALL_DOMAIN_STATS_MAX,
  REMOTE_DOMAIN_LIST_MAX,
  REMOTE_STRING_MAX,
  type remote_connect_get_all_domain_stats_args,
  type remote_nonnull_domain,
  types,
} from '../../protocol/generated/remote/index.js';
import type { Callable } from '../../protocol/procedure.js';
import type { XdrReader } from '../../protocol/xdr/reader.js';
import { TypedParameterType } from '../generated/constants.js';
import { TypedParamsMaker } from '../typed-params/read.js';
import type { TypedParams, TypedParamValue } from '../typed-params.js';

/** A domain's statistics, as a reply holds them. */
export interface StatsRecord {
  readonly dom: remote_nonnull_domain;
  readonly params: TypedParams;
}

/** The least number of bytes of a record, and of a parameter. */
const RECORD = 28;
const PARAM = 12;

/**
 * `CONNECT_GET_ALL_DOMAIN_STATS`, whose reply may hold hundreds of thousands of parameters: it is read into the objects
 * that the caller gets, with no others on the way.
 */
export function statsProcedure(): Callable<remote_connect_get_all_domain_stats_args, StatsRecord[]> {
  const procedure = procedures.CONNECT_GET_ALL_DOMAIN_STATS;
  return { ...procedure, ret: { name: procedure.ret.name, read: readRecords } };
}

function readRecords(reader: XdrReader): StatsRecord[] {
  const count = reader.count(REMOTE_DOMAIN_LIST_MAX, RECORD, 'retStats');
  const records = new Array<StatsRecord>(count);
  const maker = new TypedParamsMaker();
  reader.enterList('retStats');
  for (let i = 0; i < count; i++) {
    reader.index(i);
    const dom = reader.leave(types.remote_nonnull_domain.read(reader.enter('dom')));
    records[i] = { dom, params: readParams(reader, maker) };
  }
  reader.leaveList();
  return records;
}

function readParams(reader: XdrReader, maker: TypedParamsMaker): TypedParams {
  const count = reader.count(REMOTE_CONNECT_GET_ALL_DOMAIN_STATS_MAX, PARAM, 'params');
  const names = new Array<string>(count);
  const values = new Array<TypedParamValue>(count);
  reader.enterList('params');
  for (let i = 0; i < count; i++) {
    reader.index(i);
    names[i] = reader.name(REMOTE_STRING_MAX, 'field');
    values[i] = reader.leave(readValue(reader.enter('value')));
  }
  reader.leaveList();
  return maker.make(names, values);
}

function readValue(reader: XdrReader): TypedParamValue {
  const type = reader.int('type');
  switch (type) {
    case TypedParameterType.INT:
      return reader.int('i');
    case TypedParameterType.UINT:
      return reader.uint('ui');
    case TypedParameterType.LLONG:
      return reader.hyper('l');
    case TypedParameterType.ULLONG:
      return reader.uhyper('ul');
    case TypedParameterType.DOUBLE:
      return reader.double('d');
    case TypedParameterType.BOOLEAN:
      return reader.int('b') !== 0;
    case TypedParameterType.STRING:
      return reader.string(REMOTE_STRING_MAX, 's');
    default:
      return reader.noArm(type, '1, 2, 3, 4, 5, 6, 7', 'type');
  }
}
