import { type OnReadOpts, Socket, type SocketConstructorOpts } from 'node:net';

/**
 * A socket of Node's that reads into a place of its own, from `resume` to `pause`. Node's own would begin again at the
 * end of a tick in which it was resumed and then paused.
 */
export class SteadySocket extends Socket {
  constructor(options: SocketConstructorOpts & { readonly onread: OnReadOpts }) {
    super(options);
  }

  override read(size?: number): unknown {
    return this.isPaused() ? null : super.read(size);
  }
}
