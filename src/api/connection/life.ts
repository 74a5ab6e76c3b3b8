import { EventEmitter } from 'node:events';
import { invalidArgType, outOfRange } from '../../errors.js';
import type { Procedure } from '../../protocol/procedure.js';
import type { DaemonSession } from '../../rpc/daemon-session.js';
import type { ConnectCloseReason } from '../generated/constants.js';
import { type ConnectionState, closedState, OPEN, stateAfter } from './state.js';
import { type StateIterator, type StateOptions, StateWatchers } from './states.js';

/** What a connection tells. */
export interface ConnectionEvents {
  /**
   * The connection is over for good, whoever ended it; told once. `error` is `null` where this side closed it, and
   * says why otherwise. `reason` is what a C client's close callback would be given.
   */
  close: [error: Error | null, reason: ConnectCloseReason];
  /** Something has become of the connection. One that does not come back has but the state `closed`. */
  state: [state: ConnectionState];
}

/** Milliseconds that an orderly close waits for a daemon that does not answer. */
const FAREWELL = 3000;

/** The session of a connection: for this library's other files, and nobody else. */
export let sessionOf: (connection: ConnectionLife) => DaemonSession;

/** The life of a connection, whichever of a daemon's programs it is for. */
export class ConnectionLife extends EventEmitter<ConnectionEvents> {
  readonly #session: DaemonSession;
  readonly #farewell: Procedure<void, void>;
  #closing: Promise<void> | undefined;
  #state: ConnectionState = OPEN;
  #watchers: StateWatchers | undefined;

  static {
    sessionOf = (connection) => connection.#session;
  }

  /** @param farewell the procedure that tells the daemon of an orderly end */
  constructor(session: DaemonSession, farewell: Procedure<void, void>) {
    super();
    this.#session = session;
    this.#farewell = farewell;
    session.succession?.watch((change) => this.#become(stateAfter(change)));
    void session.ended.then((why) => {
      const closed = closedState(why, session.hypervisorReason);
      this.#become(closed);
      process.nextTick(() => this.emit('close', closed.error, closed.reason));
    });
  }

  /**
   * What becomes of the connection, as it does: first the state that it is in, and last `closed`.
   *
   *     for await (const { state } of connection.states()) console.log(state);
   *
   * @throws TypeError, RangeError for options that are none
   */
  states(options: StateOptions = {}): StateIterator {
    this.#watchers ??= new StateWatchers();
    return this.#watchers.watch(this.#state, options);
  }

  /**
   * What carries the bytes: `'koffi'`, `'usocket'` or `'net'` on a UNIX socket of this host; `'tcp'`, `'tls'`, `'ssh'`,
   * `'ext'`; `'stream'`, which was given.
   */
  get transport(): string {
    return this.#session.transport.kind;
  }

  /**
   * Whether the connection is open, as far as this side knows; asks nobody. A daemon that went away without a word
   * is found out by keepalive. False also while a connection that comes back is lost.
   *
   * C: [virConnectIsAlive](https://libvirt.org/html/libvirt-libvirt-host.html#virConnectIsAlive),
   * [virAdmConnectIsAlive](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmConnectIsAlive)
   */
  isAlive(): boolean {
    return this.#session.connected;
  }

  /**
   * Asks a daemon that is silent whether it is there, and gives it up if it does not answer.
   *
   * C: [virConnectSetKeepAlive](https://libvirt.org/html/libvirt-libvirt-host.html#virConnectSetKeepAlive)
   *
   * @param interval seconds of silence before it is asked; 0 or less: never
   * @param count how many questions may stay unanswered
   * @throws TypeError, RangeError
   * @since libvirt 0.9.8
   */
  setKeepAlive(interval: number, count: number): void {
    for (const [name, value] of Object.entries({ interval, count })) {
      if (typeof value !== 'number') throw invalidArgType(name, 'a number', value);
      if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
    }
    if (count < 0) throw outOfRange('count', '0 or more', count);
    this.#session.setKeepalive(interval > 0 ? { interval, count } : null);
  }

  /**
   * Lets the process end although the connection is open, as long as it is idle: a call that has no reply yet, and a
   * stream that is open, keep the process alive until they are over. Events that are waited for do not. Undoes `ref`.
   */
  unref(): this {
    this.#session.ref(false);
    return this;
  }

  /** Keeps the process alive while the connection is open, as it does from the start. */
  ref(): this {
    this.#session.ref(true);
    return this;
  }

  /**
   * Closes the connection. Calls that have no reply yet are rejected with a `ConnectionError`; domains that were
   * started with `START_AUTODESTROY` are destroyed by the daemon. Closing again does nothing, and waits for the same.
   *
   * C: [virConnectClose](https://libvirt.org/html/libvirt-libvirt-host.html#virConnectClose),
   * [virAdmConnectClose](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmConnectClose)
   */
  close(): Promise<void> {
    this.#closing ??= this.#session.close(this.#farewell, FAREWELL);
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #become(state: ConnectionState): void {
    this.#state = state;
    this.#watchers?.push(state);
    // What a listener throws is an uncaught exception, as with every emitter of Node's, and no rejection.
    process.nextTick(() => this.emit('state', state));
  }
}
