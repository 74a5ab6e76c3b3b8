// @ts-check
import { connect as dial } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { CALLS, STREAMS } from './work.mjs';

/** Milliseconds after which something that does not end is a fault of the library's. */
const PATIENCE = 60_000;

/** What may come of work while daemons, sockets and time are against it. */
const EXPECTED = new Set([
  'ERR_LIBVIRT_CONNECT',
  'ERR_LIBVIRT_CONNECTION_CLOSED',
  'ERR_LIBVIRT_CONNECTION_LOST',
  'ERR_LIBVIRT_KEEPALIVE',
  'ERR_LIBVIRT_TIMEOUT',
  'ABORT_ERR',
]);

/** Somebody who holds a connection, works with it, and connects again when it is lost. */
export class Worker {
  /** How often what came of which work. @type {Map<string, number>} */
  outcomes = new Map();
  /** @type {import('../../src/index.js').Connection | null} */
  connection = null;
  /** What goes through a stream of its own can be cut. @type {import('node:net').Socket | null} */
  socket = null;
  #place;
  #works;
  #turn;

  /** @param {import('./work.mjs').Place} place */
  constructor(place) {
    this.#place = place;
    this.#turn = place.number;
    // Every fifth has streams.
    this.#works = Object.entries(place.number % 5 === 0 ? STREAMS : CALLS);
  }

  /** Works until it is to rest, and has a connection then. @param {() => boolean} resting */
  async workUntil(resting) {
    while (!resting() || !this.connection?.isAlive()) {
      if (!this.connection?.isAlive()) await this.#attempt('connecting', () => this.#connect());
      else await this.#work(this.connection);
    }
  }

  async close() {
    await this.connection?.close();
  }

  /** @param {import('../../src/index.js').Connection} connection */
  #work(connection) {
    const [name, work] = this.#works[this.#turn++ % this.#works.length] ?? [];
    if (name === undefined || work === undefined) throw new Error('there is nothing to do');
    return this.#attempt(name, () => work(connection, this.#place));
  }

  async #connect() {
    const { number, library, host } = this.#place;
    await this.connection?.close();
    const uri = await host.uri(number % 5 === 0 ? 'storage' : 'test');
    const options = { timeout: 20_000, callTimeout: 30_000, keepalive: { interval: 2, count: 2 } };
    if (number % 2 === 1) {
      this.connection = await library.connect(uri, options);
      return;
    }
    const socket = dial(await host.socket());
    // What ends it, the connection is told too.
    this.socket = socket.on('error', () => {});
    this.connection = await library.connect(uri, { ...options, stream: socket });
  }

  /** @param {string} name @param {() => Promise<void>} work */
  async #attempt(name, work) {
    const late = new AbortController();
    const hung = delay(PATIENCE, undefined, { signal: late.signal }).then(
      () => {
        const { number, stage } = this.#place;
        const where = `worker ${number}, ${this.connection?.transport}, ${stage}`;
        return Promise.reject(new Error(`${name}: nothing came of it in ${PATIENCE / 1000} s (${where})`));
      },
      () => {},
    );
    let outcome = 'done';
    try {
      await Promise.race([work(), hung]);
    } catch (/** @type {any} */ error) {
      outcome = error.code;
      if (!EXPECTED.has(outcome)) throw new Error(`${name}: ${error.message}`, { cause: error });
      // A daemon that is gone is not asked again at once.
      await delay(20);
    } finally {
      late.abort();
    }
    const what = `${name}: ${outcome}`;
    this.outcomes.set(what, (this.outcomes.get(what) ?? 0) + 1);
  }
}
