import { joinSignals } from '../../abort.js';
import type { Procedure } from '../../protocol/procedure.js';
import type { DaemonSession } from '../../rpc/daemon-session.js';
import { checkCallOptions } from '../../rpc/options.js';
import type { Stream, StreamSink } from '../../rpc/stream.js';
import { remaining } from '../remaining.js';
import type { StreamOptions } from './options.js';

/** A stream that is about to be opened. */
export interface Opening {
  /** The procedure that opens it. */
  readonly name: string;
  /** Whether holes are among its chunks. */
  readonly sparse: boolean;
  readonly signal: AbortSignal | undefined;
  readonly highWaterMark: number | undefined;
  /** Copies what comes, if it is given; else each chunk is in memory of its own. */
  readonly copy?: (bytes: Buffer) => Buffer;
  /** Is told what the call returned, if it is given. */
  readonly opened?: (ret: unknown) => void;
  /**
   * Waits until the call can be made, unless it is given up; `null`: it can be made now, or fails. No such function: it never
   * waits.
   *
   * @throws ConnectionError, AbortError, TimeoutError
   */
  readonly ready: ((givenUp: AbortSignal) => Promise<void> | null) | null;
  /** Makes the call. @throws TypeError, RangeError for arguments that cannot be sent; ConnectionError */
  open(sink: StreamSink): Stream;
}

/** @throws TypeError, RangeError where an option is not what it must be */
export function openingOf<Args, Ret>(
  session: DaemonSession,
  procedure: Procedure<Args, Ret>,
  args: Args,
  options: StreamOptions = {},
  sparse = false,
): Opening {
  // `highWaterMark` is for Node to check.
  checkCallOptions(options);
  const { signal, timeout, highWaterMark } = options;
  const { succession } = session;
  const left = remaining({ timeout });
  return {
    name: procedure.name,
    sparse,
    signal,
    highWaterMark,
    ready:
      succession === null
        ? null
        : (givenUp) => {
            const either = joinSignals(signal, givenUp);
            const ready = succession.ready(procedure.name, { signal: either.signal, timeout });
            if (ready !== null) return ready.finally(either.end);
            either.end();
            return null;
          },
    open: (sink) => session.openStream(procedure, args, sink, { sparse, timeout: left()?.timeout }),
  };
}
