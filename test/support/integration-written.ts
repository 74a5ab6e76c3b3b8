import { type ChannelListener, subscribe, unsubscribe } from 'node:diagnostics_channel';
import { format, inspect } from 'node:util';
import debug from 'debug';
import { afterAll, beforeAll } from 'vitest';

const STEPS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'];
const CHANNELS = [
  'libvirt-rpc:connection',
  'libvirt-rpc:event',
  ...['call', 'stream'].flatMap((name) => STEPS.map((step) => `tracing:libvirt-rpc:${name}:${step}`)),
];

/** Everything that there is to be seen of a value. */
export function laidOpen(value: unknown): string {
  const whole = { showHidden: true, depth: null, maxArrayLength: null, maxStringLength: null, getters: true } as const;
  return inspect(value, whole);
}

/** All that the library writes down while a file's tests run: what every namespace of `DEBUG` and every channel told. */
export function useWritten(): { readonly traces: string[]; readonly messages: Map<string, string[]> } {
  const traces: string[] = [];
  const messages = new Map<string, string[]>(CHANNELS.map((name) => [name, []]));
  const listener: ChannelListener = (message, name) => void messages.get(String(name))?.push(laidOpen(message));
  const { log } = debug;
  beforeAll(() => {
    debug.log = (...args: unknown[]) => void traces.push(format(...args));
    debug.enable('libvirt-rpc:*');
    for (const name of CHANNELS) subscribe(name, listener);
  });
  afterAll(() => {
    for (const name of CHANNELS) unsubscribe(name, listener);
    debug.disable();
    debug.log = log;
  });
  return { traces, messages };
}

/** The ways in which a secret can be written down, and still be one. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  return [
    secret,
    encodeURIComponent(secret),
    bytes.toString('base64').replace(/=+$/u, ''),
    hex,
    hex.replace(/..(?!$)/gu, '$& '),
    bytes.join(', '),
  ];
}
