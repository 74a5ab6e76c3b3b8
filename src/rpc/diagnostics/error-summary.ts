import { AbortError, ConnectionError, ProtocolError, RemoteError, TimeoutError } from '../../errors.js';

/**
 * What diagnostics tell of an error. It is not the error itself: what a daemon says of one may quote an argument, and so a
 * secret.
 */
export interface ErrorSummary {
  /** `'RemoteError'` */
  readonly name: string;
  /** `'VIR_ERR_NO_DOMAIN'`; `null` where it has none. */
  readonly code: string | null;
  /** `null` where it is the daemon's. */
  readonly message: string | null;
}

/**
 * How something ended. `'ok'`: well. `'remote-error'`: the daemon refused it. `'aborted'`: its caller gave it up.
 * `'timeout'`: it took too long. `'disconnected'`: the connection was lost or closed, by whichever side.
 * `'protocol-error'`: what the daemon sent was not what it may send. `'refused'`: it could not be sent, for its arguments
 * or for want of descriptors.
 */
export type Outcome = 'ok' | 'remote-error' | 'aborted' | 'timeout' | 'disconnected' | 'protocol-error' | 'refused';

/** @param error `null`: none */
export function outcomeOf(error: unknown): Outcome {
  if (error === null) return 'ok';
  if (error instanceof RemoteError) return 'remote-error';
  if (error instanceof AbortError) return 'aborted';
  if (error instanceof TimeoutError) return 'timeout';
  if (error instanceof ConnectionError) return 'disconnected';
  return error instanceof ProtocolError ? 'protocol-error' : 'refused';
}

/** @param error `null`: none */
export function summaryOf(error: unknown): ErrorSummary | null {
  if (error === null) return null;
  if (!(error instanceof Error)) return { name: typeof error, code: null, message: null };
  const { name, code } = error as NodeJS.ErrnoException;
  return {
    name,
    code: typeof code === 'string' ? code : null,
    message: quotesDaemon(error) ? null : error.message,
  };
}

/** Whether its text, or that of what caused it, is a daemon's. */
function quotesDaemon(error: Error): boolean {
  for (let one: unknown = error; one instanceof Error; one = one.cause) if (one instanceof RemoteError) return true;
  return false;
}
