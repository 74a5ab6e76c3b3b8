import type { Duplex } from 'node:stream';
import { invalidArgType, invalidArgValue } from '../../errors.js';

/** Makes a stream to a daemon. It should give up, and destroy what it has, when the signal fires. */
export type Dialer = (signal: AbortSignal | undefined) => Duplex | Promise<Duplex>;

/** @throws TypeError */
export function checkStreamOption(stream: Duplex | Dialer | undefined): void {
  if (stream !== undefined && typeof stream !== 'function') checkDuplex(stream, 'options.stream');
}

/** @throws TypeError for what is no stream of bytes both ways */
export function checkDuplex(stream: unknown, name: string): asserts stream is Duplex {
  const { on, pipe, read, write, destroy } = (stream ?? {}) as Partial<Record<string, unknown>>;
  if ([on, pipe, read, write, destroy].some((method) => typeof method !== 'function')) {
    throw invalidArgType(name, 'a Duplex, or a function that makes one', stream);
  }
  const { readableObjectMode, writableObjectMode, readableEncoding } = stream as Duplex;
  if (readableObjectMode || writableObjectMode || readableEncoding) {
    throw invalidArgValue(name, 'is a stream of objects or text, and not of bytes');
  }
}
