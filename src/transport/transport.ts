/** What a transport tells the session that it was started with. */
export interface TransportEvents {
  /** Bytes came. They are the transport's own, and valid only until this returns. */
  data(bytes: Buffer): void;
  /**
   * A byte came that carried descriptors, in its place among the bytes. The descriptors belong to the session from
   * now on, and are close-on-exec where the transport can make them so.
   */
  descriptors(fds: readonly number[], byte: number): void;
  /** What was written has left, after `write` had answered false. */
  drain(): void;
  /**
   * The connection is over: called once, after the last byte. `null`: the peer closed it, or this
   * side did. Everything that was written and has not left is gone; its descriptors are closed.
   */
  close(error: Error | null): void;
}

/**
 * An ordered, reliable way for bytes to reach a daemon and come back: all that a session knows of
 * sockets. It knows nothing of libvirt's messages, save that a descriptor travels with a byte.
 */
export interface Transport {
  /** `'koffi'`, `'usocket'`, `'net'`, `'tcp'`, `'tls'`, `'ssh'`, `'ext'`, `'stream'`: for messages to people. */
  readonly kind: string;
  /** Whether `write` takes descriptors and `descriptors` may be told of some. */
  readonly supportsFds: boolean;
  /** Where it does not: why, and what to do, for the error that a call with descriptors gets. */
  readonly whyNoFds: string;
  /** Whether nobody between the two ends can read what passes: passwords may. */
  readonly secure: boolean;
  /** Whether it is secure because what passes is encrypted. */
  readonly encrypted: boolean;
  /**
   * Whether no write may have the end of one message and the beginning of another in it. A daemon does not see the second
   * one in a TLS record that has both, until more comes.
   */
  readonly separatesMessages?: boolean;
  /** Begins to read. What came before waits. */
  start(events: TransportEvents): void;
  /**
   * Sends `bytes`, and then each of `fds`, which are duplicates, with a zero byte of its own, before anything that is
   * written later. Bytes and duplicates are the transport's from now on; it closes the duplicates when they have left
   * or cannot leave any more. Takes everything. False: something had to be kept back, and
   * `drain` will be told.
   */
  write(bytes: Uint8Array, fds?: readonly number[]): boolean;
  /**
   * A duplicate of `fd`, for `write` or `release` of this transport and nothing else: the number may not be a
   * descriptor's.
   *
   * @throws the system's error (`code: 'EBADF'`, …)
   */
  duplicate(fd: number): number;
  /**
   * From now on, no descriptor leaves before the peer has read all that was written before it. A daemon that reads through
   * its SASL library takes whatever has come, and would lose a descriptor among that. Where it cannot be known what the peer
   * has read, the transport carries no descriptors any more.
   */
  descriptorsApart?(): void;
  /** Whether duplicates are descriptors, and can be made and released even when the connection is over. Default: false. */
  readonly duplicatesLast?: boolean;
  /** Closes duplicates that will not be written, and descriptors that came and nobody wants. */
  release(fds: readonly number[]): void;
  /** Stops reading, and with it, in time, the peer. */
  pause(): void;
  resume(): void;
  /** Whether a connection that is otherwise idle keeps the process alive. It does from the start. */
  ref(keep: boolean): void;
  /** Closes at once. Harmless when closed already. `close` is told, later, unless it has been. */
  close(): void;
}
