import type { Readable } from 'node:stream';
import type { Procedure } from '../../protocol/procedure.js';
import type { DaemonSession } from '../../rpc/daemon-session.js';
import { openingOf } from './opening.js';
import type { StreamOptions } from './options.js';
import { RemoteReadable } from './remote-readable.js';

/** An open stream, and what the call that opened it returned. */
export interface Opened<Ret> {
  readonly ret: Ret;
  readonly stream: Readable;
}

/** Opens a stream that the daemon sends. @throws what the call fails with */
export function openedReadable<Args, Ret>(
  session: DaemonSession,
  procedure: Procedure<Args, Ret>,
  args: Args,
  options?: StreamOptions,
): Promise<Opened<Ret>> {
  const opening = openingOf(session, procedure, args, options);
  return new Promise((resolve, reject) => {
    const opened = (ret: unknown): void => {
      resolve({ ret: ret as Ret, stream });
      // What fails at once must not be an uncaught exception before the caller has the stream: reading it says so.
      setImmediate(() => stream.off('error', reject));
    };
    const stream = new RemoteReadable({ ...opening, opened });
    stream.on('error', reject);
  });
}
