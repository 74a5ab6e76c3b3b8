import { procedures as admin } from '../protocol/generated/admin/index.js';
import { procedures as lxc } from '../protocol/generated/lxc/index.js';
import { procedures as qemu } from '../protocol/generated/qemu/index.js';
import { type Procedures, procedures as remote } from '../protocol/generated/remote/index.js';
import type { EventMessage, Procedure } from '../protocol/procedure.js';

/** The name of a call of the `remote` program: `'DOMAIN_GET_INFO'`. */
export type CallName = {
  [N in keyof Procedures]: Procedures[N] extends { kind: 'call' } ? N : never;
}[keyof Procedures];

/** The name of an event of the `remote` program: `'DOMAIN_EVENT_CALLBACK_LIFECYCLE'`. */
export type EventName = Exclude<keyof Procedures, CallName>;

/** What a call of the `remote` program carries, as the wire has it. */
export type ArgsOf<N extends CallName> = Procedures[N] extends Procedure<infer Args, infer _Ret> ? Args : never;

/** What the reply to a call of the `remote` program carries, as the wire has it. */
export type RetOf<N extends CallName> = Procedures[N] extends Procedure<infer _Args, infer Ret> ? Ret : never;

/** What an event of the `remote` program carries, as the wire has it. */
export type MsgOf<N extends EventName> = Procedures[N] extends EventMessage<infer Msg> ? Msg : never;

/** A program that the daemon knows. */
export type ProgramName = 'remote' | 'lxc' | 'qemu' | 'admin';

/** A procedure, whatever it carries. */
export type AnyProcedure = Procedure<unknown, unknown>;

interface Known {
  readonly program: ProgramName;
  readonly procedure: AnyProcedure;
}

const PROGRAMS: readonly (readonly [ProgramName, object])[] = [
  ['remote', remote],
  ['lxc', lxc],
  ['qemu', qemu],
  ['admin', admin],
];

function everyCall(): Map<string, Known> {
  const known = new Map<string, Known>();
  for (const [program, table] of PROGRAMS) {
    for (const procedure of Object.values(table) as (AnyProcedure | EventMessage<unknown>)[]) {
      if (procedure.kind === 'call') known.set(keyOf(procedure), { program, procedure });
    }
  }
  return known;
}

const CALLS: ReadonlyMap<string, Known> = /*@__PURE__*/ everyCall();

/** What tells a procedure from all others. */
export function keyOf(procedure: {
  readonly program: number;
  readonly version: number;
  readonly number: number;
}): string {
  return `${procedure.program}:${procedure.version}:${procedure.number}`;
}

/** The procedure that a header names; `undefined` where there is none. */
export function callNumbered(program: number, version: number, number: number): Known | undefined {
  return CALLS.get(keyOf({ program, version, number }));
}

/** The call of that name in the `remote` program; `undefined` where there is none. */
export function callNamed(name: string): AnyProcedure | undefined {
  const procedure = Object.hasOwn(remote, name) ? remote[name as keyof Procedures] : undefined;
  return procedure?.kind === 'call' ? (procedure as AnyProcedure) : undefined;
}

/** The event of that name in the `remote` program; `undefined` where there is none. */
export function eventNamed(name: string): EventMessage<unknown> | undefined {
  const event = Object.hasOwn(remote, name) ? remote[name as keyof Procedures] : undefined;
  return event?.kind === 'event' ? (event as EventMessage<unknown>) : undefined;
}
