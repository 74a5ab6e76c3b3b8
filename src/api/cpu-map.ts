import { invalidArgType, outOfRange, RemoteError } from '../errors.js';
import { procedures } from '../protocol/generated/remote/index.js';
import type { CallOptions } from '../rpc/options.js';
import { type ConnectionBase, factsOf, sessionOf } from './connection/base.js';

/** Processors of the host: a boolean for each of them, from 0 on, or the numbers of those that are meant. */
export type CPUSet = readonly boolean[] | readonly number[] | ReadonlySet<number>;

/** How many processors the host has, which is asked for once: C's callers ask for it to know how long a map must be. */
export async function cpuCountOf(connection: ConnectionBase, options: CallOptions | undefined): Promise<number> {
  const facts = factsOf(connection);
  facts.cpus ??= await askCpuCount(connection, options);
  return facts.cpus;
}

async function askCpuCount(connection: ConnectionBase, options: CallOptions | undefined): Promise<number> {
  const session = sessionOf(connection);
  try {
    const args = { need_map: 0, need_online: 0, flags: 0 };
    return (await session.call(procedures.NODE_GET_CPU_MAP, args, options)).ret;
  } catch (error) {
    if (!(error instanceof RemoteError && error.code === 'VIR_ERR_NO_SUPPORT')) throw error;
    const { nodes, sockets, cores, threads } = await session.call(procedures.NODE_GET_INFO, undefined, options);
    return nodes * sockets * cores * threads;
  }
}

/** The bytes that a map of so many processors takes. */
export function cpuMapLength(count: number): number {
  return Math.ceil(count / 8);
}

/**
 * A map as the wire has it: a bit for each processor, the lowest first.
 *
 * @param count how many processors the host has
 * @throws TypeError, RangeError where a member is no processor of the host
 */
export function writeCpuMap(name: string, cpus: CPUSet, count: number): Uint8Array {
  if (!Array.isArray(cpus) && !(cpus instanceof Set)) {
    throw invalidArgType(name, 'an array of booleans, or an array or a Set of numbers', cpus);
  }
  const map = new Uint8Array(cpuMapLength(count));
  let index = 0;
  let kind: string | undefined;
  for (const member of cpus as Iterable<unknown>) {
    const at = Array.isArray(cpus) ? `${name}[${index}]` : `a member of ${name}`;
    kind ??= typeof member === 'boolean' && Array.isArray(cpus) ? 'boolean' : 'number';
    if (typeof member !== kind) throw invalidArgType(at, `a ${kind}`, member);
    const cpu = kind === 'boolean' ? index : (member as number);
    if (member !== false) {
      if (!(Number.isInteger(cpu) && cpu >= 0 && cpu < count)) {
        const range = `the number of one of the host's processors, 0 to ${count - 1}`;
        throw outOfRange(kind === 'boolean' ? `the index of ${at}` : at, range, cpu);
      }
      map[cpu >> 3] = (map[cpu >> 3] ?? 0) | (1 << (cpu & 7));
    }
    index++;
  }
  return map;
}

/** A map as a boolean for each of the host's processors. A map that is shorter says nothing of the others. */
export function readCpuMap(map: Uint8Array, count: number): boolean[] {
  return Array.from({ length: count }, (_, cpu) => (((map[cpu >> 3] ?? 0) >> (cpu & 7)) & 1) === 1);
}

/** So many maps that follow each other. */
export function readCpuMaps(maps: Uint8Array, howMany: number, count: number): boolean[][] {
  const length = cpuMapLength(count);
  return Array.from({ length: howMany }, (_, i) => readCpuMap(maps.subarray(i * length, (i + 1) * length), count));
}
