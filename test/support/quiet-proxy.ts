import { once } from 'node:events';
import net from 'node:net';
import { onTestFinished } from 'vitest';
import type { Frame } from '../../src/protocol/frame.js';
import { FrameDecoder } from '../../src/protocol/frame-decoder.js';

/** What went one way: how many bytes, and the program and procedure of each message. */
export class Traffic {
  bytes = 0;
  readonly messages: { readonly prog: number; readonly proc: number }[] = [];
  readonly #decoder = new FrameDecoder({
    frame: ({ header: { prog, proc } }: Frame) => void this.messages.push({ prog, proc }),
    stray: () => {},
  });

  add(bytes: Buffer): void {
    this.bytes += bytes.length;
    this.#decoder.push(bytes);
  }

  clear(): void {
    this.bytes = 0;
    this.messages.length = 0;
  }
}

/** Stands before a daemon's socket for one client, counts what passes, and falls silent when it is told to. */
export class QuietProxy {
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();
  readonly toDaemon: Traffic = new Traffic();
  readonly toClient: Traffic = new Traffic();
  #quiet = false;

  private constructor(daemon: string) {
    this.#server = net.createServer((client) => {
      const other = net.connect(daemon);
      for (const socket of [client, other]) this.#sockets.add(socket.on('error', () => {}));
      client.on('data', (bytes) => this.#pass(bytes, this.toDaemon, other));
      other.on('data', (bytes) => this.#pass(bytes, this.toClient, client));
      client.on('close', () => other.destroy());
      other.on('close', () => client.destroy());
    });
  }

  /** For as long as the test runs. @param at a UNIX socket's path, or a port of this host's; 0: any */
  static async open(daemon: string, at: string | 0): Promise<QuietProxy> {
    const proxy = new QuietProxy(daemon);
    if (at === 0) proxy.#server.listen(0, '127.0.0.1');
    else proxy.#server.listen(at);
    await once(proxy.#server, 'listening');
    onTestFinished(async () => {
      for (const socket of proxy.#sockets) socket.destroy();
      proxy.#server.close();
      await once(proxy.#server, 'close');
    });
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as net.AddressInfo).port;
  }

  /** From now on what comes is lost, and nobody is told: as where a host's power, or the network, is gone. */
  fallSilent(): void {
    this.#quiet = true;
  }

  #pass(bytes: Buffer, traffic: Traffic, to: net.Socket): void {
    if (this.#quiet) return;
    traffic.add(bytes);
    to.write(bytes);
  }
}
