import type { Transport } from '../../src/transport/transport.js';
import { FrameCutter, type FramePiece, kindOfByte } from './fault-frames.js';
import { FaultPipe } from './fault-pipe.js';
import type { Direction, FaultPlan, Struck } from './fault-plan.js';
import type { Random } from './fault-random.js';

/** One end of a connection through a proxy. */
export interface LinkEnd {
  readonly transport: Transport;
  /** Ends it as a host does that crashes. */
  reset(): void;
}

/** A connection through a proxy, with what goes wrong in it. */
export class FaultLink {
  /** What the blow came to, when it has fallen. */
  struck: Struck | null = null;
  readonly #plan: FaultPlan;
  readonly #random: Random;
  readonly #client: LinkEnd;
  readonly #daemon: LinkEnd;
  readonly #cutters = { up: new FrameCutter(), down: new FrameCutter() };
  readonly #pipes: Readonly<Record<Direction, FaultPipe>>;
  readonly #descriptors = { up: 0, down: 0 };
  /** Directions in which nothing goes any more. */
  readonly #dead = new Set<Direction>();
  readonly #over: () => void;
  readonly #watch: ((direction: Direction, messages: number) => void) | undefined;
  #open = 2;

  /**
   * @param over is called when both ends are closed
   * @param watch is called when messages have come whole and have been handed on: how many there are by then
   */
  constructor(
    client: LinkEnd,
    daemon: LinkEnd,
    {
      plan,
      random,
      over,
      watch,
    }: {
      readonly plan: FaultPlan;
      readonly random: Random;
      readonly over: () => void;
      readonly watch?: ((direction: Direction, messages: number) => void) | undefined;
    },
  ) {
    this.#plan = plan;
    this.#random = random;
    this.#client = client;
    this.#daemon = daemon;
    this.#over = over;
    this.#watch = watch;
    const { up, down } = plan.manners;
    this.#pipes = {
      up: new FaultPipe(daemon.transport, up, random),
      down: new FaultPipe(client.transport, down, random),
    };
    this.#start('up', client.transport, daemon.transport);
    this.#start('down', daemon.transport, client.transport);
  }

  /** How many whole messages have come. */
  get messages(): Readonly<Record<Direction, number>> {
    return { up: this.#cutters.up.message, down: this.#cutters.down.message };
  }

  /** Ends both sides of it, in order. */
  cut(): void {
    this.#pipes.up.end();
    this.#pipes.down.end();
    this.#client.transport.close();
    this.#daemon.transport.close();
  }

  #start(direction: Direction, from: Transport, to: Transport): void {
    from.start({
      data: (bytes) => this.#bytes(direction, from, Buffer.from(bytes)),
      descriptors: (fds) => {
        for (const fd of fds) this.#descriptor(direction, fd, from);
      },
      drain: () => {},
      close: () => void this.#closed(direction, to),
    });
  }

  async #closed(direction: Direction, to: Transport): Promise<void> {
    // What came before the end goes before it.
    if (!this.#dead.has(direction)) await this.#pipes[direction].empty();
    to.close();
    this.#pipes[direction].end();
    this.#open--;
    if (this.#open === 0) this.#over();
  }

  #bytes(direction: Direction, from: Transport, bytes: Buffer): void {
    const before = this.#cutters[direction].message;
    for (const piece of this.#cutters[direction].cut(bytes)) {
      if (this.#dead.has(direction)) continue;
      if (this.#hits(direction, piece)) this.#strike(direction, piece, from);
      else this.#pipes[direction].bytes(piece.bytes);
    }
    const now = this.#cutters[direction].message;
    if (now > before) this.#watch?.(direction, now);
  }

  #descriptor(direction: Direction, fd: number, from: Transport): void {
    const number = this.#descriptors[direction]++;
    const { blow } = this.#plan;
    const hit = blow !== null && blow.direction === direction && 'descriptor' in blow.place;
    if (hit && this.struck === null && blow.place.descriptor === number) this.#strike(direction, null, from);
    if (this.#dead.has(direction)) from.release([fd]);
    else this.#pipes[direction].descriptor(fd);
  }

  #hits(direction: Direction, { message, offset, length, bytes }: FramePiece): boolean {
    const { blow } = this.#plan;
    if (this.struck !== null || blow === null || blow.direction !== direction || 'descriptor' in blow.place)
      return false;
    if (blow.place.message !== message) return false;
    const last = offset + bytes.length === length;
    return blow.place.offset < offset + bytes.length || last;
  }

  #strike(direction: Direction, piece: FramePiece | null, from: Transport): void {
    const { blow } = this.#plan;
    if (blow === null) return;
    const { kind, place } = blow;
    const pipe = this.#pipes[direction];
    const wanted = 'offset' in place ? place.offset : 0;
    const at = piece === null ? 0 : Math.min(Math.max(wanted - piece.offset, 0), piece.bytes.length - 1);
    const offset = (piece?.offset ?? 0) + at;
    const message = piece?.message ?? this.#cutters[direction].message;
    this.struck = { kind, direction, message, byte: piece === null ? null : kindOfByte(offset) };
    if (piece !== null && kind === 'corrupt') {
      const changed = Buffer.from(piece.bytes);
      changed[at] =
        (changed[at] as number) ^ (this.#random.chance(0.5) ? 1 << this.#random.int(0, 7) : this.#random.int(1, 255));
      pipe.bytes(changed);
      return;
    }
    if (piece !== null && at > 0) pipe.bytes(piece.bytes.subarray(0, at));
    this.#dead.add(direction);
    if (kind === 'block') from.pause();
    if (kind === 'truncate' || kind === 'reset') void this.#finish(kind, pipe);
  }

  async #finish(kind: 'truncate' | 'reset', pipe: FaultPipe): Promise<void> {
    await pipe.empty();
    if (kind === 'truncate') {
      this.cut();
      return;
    }
    this.#dead.add('up').add('down');
    this.#client.reset();
    this.#daemon.reset();
    this.#pipes.up.end();
    this.#pipes.down.end();
  }
}
