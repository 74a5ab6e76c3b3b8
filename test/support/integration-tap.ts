import { once } from 'node:events';
import net from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A socket that stands before a daemon's, hands everything on but descriptors, and remembers it. */
export class Tap {
  readonly path: string;
  /** What clients have sent. */
  readonly sent: Buffer[] = [];
  /** What the daemon has answered. */
  readonly received: Buffer[] = [];
  /** When each client came, as `performance.now` has it. */
  readonly times: number[] = [];
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();

  private constructor(path: string, daemon: string) {
    this.path = path;
    this.#server = net.createServer((client) => {
      this.times.push(performance.now());
      const other = net.connect(daemon);
      for (const socket of [client, other]) {
        this.#sockets.add(socket);
        socket.on('error', () => {});
      }
      client.on('data', (bytes) => this.sent.push(bytes)).pipe(other);
      other.on('data', (bytes) => this.received.push(bytes)).pipe(client);
    });
  }

  get connections(): number {
    return this.times.length;
  }

  static async start(folder: string, daemon: string, name: string): Promise<Tap> {
    const tap = new Tap(join(folder, name), daemon);
    tap.#server.listen(tap.path);
    await once(tap.#server, 'listening');
    return tap;
  }

  /** For as long as the test runs. */
  static async open(folder: string, daemon: string, name = 'tap.sock'): Promise<Tap> {
    const tap = await Tap.start(folder, daemon, name);
    onTestFinished(() => tap.close());
    return tap;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
