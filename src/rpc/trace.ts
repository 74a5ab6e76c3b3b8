import { createRequire } from 'node:module';
import type createDebug from 'debug';

type Trace = (format: string, ...values: readonly unknown[]) => void;

const off: Trace = () => {};

/**
 * For people: `DEBUG=libvirt-rpc:*`. Procedures, serials, sizes and codes; never an argument, a result, or what a daemon
 * says of an error, which may quote an argument.
 */
export let callTrace: Trace = off;

/** How daemons are connected to, and how that ends. */
export let connectionTrace: Trace = off;

/** `null`: nobody can have asked for that. */
export let eventTrace: Trace | null = null;

export let streamTrace: Trace = off;

/** Each message's header. `null`: nobody asks for that. */
export let wireTrace: Trace | null = null;

/** The package's, once it is loaded. */
let debug: typeof createDebug | null = null;

/**
 * Looks whether traces are asked for: before anything is done that could be traced.
 *
 * The package `debug` is loaded only where the environment asks some package for traces, as its `enable()` does too: it
 * takes as long to load as a quarter of this library.
 */
export function lookForTraces(): void {
  if (debug === null) {
    if (!process.env['DEBUG']) return;
    const load: (id: string) => unknown = createRequire(import.meta.url);
    debug = load('debug') as typeof createDebug;
    callTrace = debug('libvirt-rpc:call');
    connectionTrace = debug('libvirt-rpc:connection');
    eventTrace = debug('libvirt-rpc:event');
    streamTrace = debug('libvirt-rpc:stream');
  }
  // Each message would be looked at for it.
  wireTrace = debug.enabled('libvirt-rpc:wire') ? (wireTrace ?? debug('libvirt-rpc:wire')) : null;
}
