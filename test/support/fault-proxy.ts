import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import net from 'node:net';
import { dialUnix } from '../../src/transport/choose.js';
import { type Listener, listenUnix } from '../../src/transport/listen.js';
import { NetTransport } from '../../src/transport/net/net-transport.js';
import type { Transport } from '../../src/transport/transport.js';
import { FaultLink, type LinkEnd } from './fault-link.js';
import type { Direction, FaultPlan } from './fault-plan.js';
import { Random } from './fault-random.js';

/** Milliseconds for which something may come that is never read: then the system's close is a reset. */
const UNREAD = 3;

/** What becomes of the next connection. */
export interface Expected {
  readonly plan: FaultPlan;
  readonly random: Random;
  readonly watch?: ((direction: Direction, messages: number) => void) | undefined;
}

/** Everything passes. */
export const FAULTLESS: Expected = {
  plan: { manners: { up: 'pass', down: 'pass' }, blow: null },
  random: new Random(0),
};

function unixEnd(transport: Transport): LinkEnd {
  const reset = (): void => {
    transport.pause();
    setTimeout(() => transport.close(), UNREAD);
  };
  return { transport, reset };
}

/** Stands before a daemon's socket, on a UNIX socket and on a port of TCP, and passes descriptors. */
export class FaultProxy {
  readonly path: string;
  /** Its port, on the loopback. */
  readonly port: number;
  /** The last connection, once both ends of it are. */
  link: FaultLink | null = null;
  readonly #daemon: () => string;
  readonly #listener: Listener;
  readonly #server: net.Server;
  readonly #links = new Set<FaultLink>();
  #expected: Expected = FAULTLESS;

  /** @param daemon where the daemon listens by the time of a connection */
  static async start(path: string, daemon: () => string): Promise<FaultProxy> {
    let proxy: FaultProxy | undefined;
    const listener = await listenUnix(path, (transport) => void proxy?.connected(unixEnd(transport)));
    const server = net.createServer({ pauseOnConnect: true, noDelay: true }, (socket) => {
      // What the transport has not yet begun to watch.
      socket.on('error', () => {});
      const end = { transport: NetTransport.accepted(socket, 'TCP'), reset: () => void socket.resetAndDestroy() };
      void proxy?.connected(end);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = new FaultProxy(path, daemon, listener, server);
    return proxy;
  }

  private constructor(path: string, daemon: () => string, listener: Listener, server: net.Server) {
    this.path = path;
    this.#daemon = daemon;
    this.#listener = listener;
    this.#server = server;
    this.port = (server.address() as net.AddressInfo).port;
  }

  /** How many connections are open on either side. */
  get links(): number {
    return this.#links.size;
  }

  /** Says what becomes of the next connection. */
  expect(expected: Expected): void {
    this.#expected = expected;
    this.link = null;
  }

  async connected(client: LinkEnd): Promise<void> {
    const { plan, random, watch } = this.#expected;
    try {
      const transport = await dialUnix(this.#daemon(), { fdTransport: 'koffi', signal: undefined });
      const over = (): void => {
        this.#links.delete(link);
      };
      const link: FaultLink = new FaultLink(client, unixEnd(transport), { plan, random, over, watch });
      this.#links.add(link);
      this.link = link;
    } catch {
      client.transport.close();
    }
  }

  /** Ends every connection. */
  cut(): void {
    for (const link of this.#links) link.cut();
  }

  async close(): Promise<void> {
    this.cut();
    const closed = once(this.#server, 'close');
    this.#server.close();
    await Promise.all([this.#listener.close(), closed]);
    await rm(this.path, { force: true });
  }
}
