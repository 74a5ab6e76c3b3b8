import { Readable, Stream, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { RemoteError } from '../../../src/index.js';

/** What comes of a call: the daemon's error, or nothing where it did what it was asked. */
export async function failureOf(work: () => unknown): Promise<RemoteError | null> {
  try {
    await through(await work());
    return null;
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    return error;
  }
}

/** A stream opens when it is used: what opening it says shows when it ends. */
async function through(result: unknown): Promise<void> {
  if (!(result instanceof Stream)) return;
  if (result instanceof Readable) result.resume();
  if (result instanceof Writable) result.end();
  await finished(result as Readable);
}
