import { ConnectionError, RemoteError } from '../../errors.js';

/** The error of a call that several wait for, made where one of them waits, so that its stack leads there. */
export function anew(error: unknown): Error {
  if (error instanceof RemoteError) return new RemoteError(error, error.procedure);
  if (error instanceof ConnectionError) {
    const { message, code, sent, cause } = error;
    return new ConnectionError(message, code, sent, cause === undefined ? {} : { cause });
  }
  return error as Error;
}
