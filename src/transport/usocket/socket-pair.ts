import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UnsupportedError } from '../../errors.js';
import { connectPaused } from '../net/connect.js';

/**
 * Two sockets of Node's that are connected with each other, and read nothing. They meet in a directory that is open to
 * this user alone, and gone afterwards.
 */
export async function socketPair(): Promise<readonly [Socket, Socket]> {
  try {
    const directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
    try {
      return await meet(join(directory, 'pair'));
    } finally {
      await rm(directory, { recursive: true });
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UnsupportedError(`usocket needs a socket of its own in ${tmpdir()}, and there is none: ${why}`, {
      cause,
    });
  }
}

async function meet(path: string): Promise<readonly [Socket, Socket]> {
  const server = createServer({ pauseOnConnect: true });
  try {
    // Of this process even where it is one of a cluster.
    server.listen({ path, exclusive: true });
    await once(server, 'listening');
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const connected = await connectPaused({ path }, undefined);
    const [other] = await accepted;
    return [connected, other];
  } finally {
    server.close();
  }
}
