import { constants } from 'node:os';
import { closeQuietly } from '../close-quietly.js';
import { systemError } from '../system-error.js';
import { AdoptedSocket } from './adopted-socket.js';
import type { UsocketLibrary } from './load.js';
import { socketPair } from './socket-pair.js';

const { EAGAIN, EMFILE } = constants.errno;

/** A byte for a descriptor to travel with. */
const BYTE: Uint8Array = Buffer.alloc(1);

const ON_ITS_WAY = -1;
const LOST = -2;

/**
 * Duplicates descriptors where there is no `fcntl`: it sends them to itself. Sending takes hold of the open file at once.
 * The duplicate's number is known when it arrives, in the next turn of the event loop; until then, and later, it has a
 * ticket, a negative number. Duplicates are not close-on-exec.
 */
export class Duplicator {
  readonly #sending: AdoptedSocket;
  readonly #receiving: AdoptedSocket;
  /** The tickets' numbers. */
  readonly #numbers = new Map<number, number>();
  /** Tickets of those that are on their way, in their order. */
  #expected: number[] = [];
  #lastTicket = 0;

  private constructor(
    library: UsocketLibrary,
    [sending, receiving]: Awaited<ReturnType<typeof socketPair>>,
    arrived: () => void,
  ) {
    const nothing = (): void => {};
    const events = { received: nothing, writable: nothing, ended: nothing, failed: nothing };
    this.#sending = new AdoptedSocket(library, sending, events);
    this.#receiving = new AdoptedSocket(library, receiving, {
      ...events,
      received: (bytes, fds) => {
        this.#arrived(bytes.length, fds ?? []);
        arrived();
      },
    });
  }

  /**
   * @param arrived called when duplicates have got their numbers
   * @throws UnsupportedError
   */
  static async create(library: UsocketLibrary, arrived: () => void): Promise<Duplicator> {
    return new Duplicator(library, await socketPair(), arrived);
  }

  /**
   * A ticket.
   *
   * @throws the system's error: `EBADF`; `EAGAIN` and `ETOOMANYREFS` when too many are on their way
   */
  duplicate(fd: number): number {
    if (this.#sending.send(BYTE, [fd], 'dup') === 0) throw systemError(EAGAIN, 'dup');
    const ticket = --this.#lastTicket;
    this.#numbers.set(ticket, ON_ITS_WAY);
    this.#expected.push(ticket);
    this.#receiving.read(true);
    return ticket;
  }

  /** The number of the ticket's descriptor; `undefined` while it is on its way. @throws where it did not arrive */
  numberOf(ticket: number): number | undefined {
    const number = this.#numbers.get(ticket);
    if (number === LOST) throw systemError(EMFILE, 'dup');
    return number === ON_ITS_WAY ? undefined : number;
  }

  /** Closes the ticket's descriptor. */
  release(ticket: number): void {
    const number = this.#numbers.get(ticket);
    this.#numbers.delete(ticket);
    if (number !== undefined && number >= 0) closeQuietly(number);
  }

  /** What is on its way is closed with it. */
  close(): void {
    for (const ticket of this.#numbers.keys()) this.release(ticket);
    this.#sending.close();
    this.#receiving.close();
  }

  /** With each byte came one descriptor, or none if this process has as many open as it may. */
  #arrived(bytes: number, fds: readonly number[]): void {
    const tickets = this.#expected.splice(0, bytes);
    const last = tickets.pop();
    for (const ticket of tickets) this.#setNumber(ticket, LOST);
    this.#setNumber(last, fds[0] ?? LOST);
    if (this.#expected.length === 0) this.#receiving.read(false);
  }

  #setNumber(ticket: number | undefined, number: number): void {
    if (ticket !== undefined && this.#numbers.has(ticket)) this.#numbers.set(ticket, number);
    else if (number >= 0) closeQuietly(number);
  }
}
