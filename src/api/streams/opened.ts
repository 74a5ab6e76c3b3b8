import type { Readable, Writable } from 'node:stream';
import type { Procedure } from '../../protocol/procedure.js';
import type { Session } from '../../rpc/session.js';
import { type Opening, openingOf } from './opening.js';
import type { StreamOptions } from './options.js';
import { RemoteReadable } from './remote-readable.js';
import { RemoteWritable } from './remote-writable.js';

/** An open stream, and what the call that opened it returned. */
export interface Opened<Ret, Node> {
  readonly ret: Ret;
  readonly stream: Node;
}

/** Opens a stream that the daemon sends. @throws what the call fails with */
export function openedReadable<Args, Ret>(
  session: Session,
  procedure: Procedure<Args, Ret>,
  args: Args,
  options?: StreamOptions,
): Promise<Opened<Ret, Readable>> {
  return whenOpened(openingOf(session, procedure, args, options), (opening) => new RemoteReadable(opening));
}

/** Opens a stream that the daemon is sent: for a migration through libvirt's own connection, say. @throws as above */
export function openedWritable<Args, Ret>(
  session: Session,
  procedure: Procedure<Args, Ret>,
  args: Args,
  options?: StreamOptions,
): Promise<Opened<Ret, Writable>> {
  return whenOpened(openingOf(session, procedure, args, options), (opening) => new RemoteWritable(opening));
}

function whenOpened<Ret, Node extends Readable | Writable>(
  opening: Opening,
  make: (opening: Opening) => Node,
): Promise<Opened<Ret, Node>> {
  return new Promise((resolve, reject) => {
    const opened = (ret: unknown): void => {
      resolve({ ret: ret as Ret, stream });
      // What fails at once must not be an uncaught exception before the caller has the stream: reading it says so.
      setImmediate(() => stream.off('error', reject));
    };
    const stream = make({ ...opening, opened });
    stream.on('error', reject);
  });
}
