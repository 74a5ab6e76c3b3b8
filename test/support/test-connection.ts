import { objectsOf } from '../../src/api/connection/base.js';
import { Connection } from '../../src/api/connection/connection.js';
import type { Domain } from '../../src/api/domain/domain.js';
import { procedures } from '../../src/protocol/generated/remote/index.js';
import type { Procedure } from '../../src/protocol/procedure.js';
import type { Received, TestPeer } from './test-peer.js';
import { DOM, start } from './test-session.js';

/** A connection with a peer in the test's hands, for as long as the test runs. */
export function startConnection(): {
  readonly peer: TestPeer;
  readonly connection: Connection;
  readonly domain: Domain;
} {
  const { peer, session } = start();
  const connection = new Connection(session);
  return { peer, connection, domain: objectsOf(connection).domain(DOM) };
}

/** Answers the next call, which must be of `procedure`, and returns its arguments. */
export async function answer<Args, Ret>(peer: TestPeer, procedure: Procedure<Args, Ret>, value: Ret): Promise<Args> {
  const received = await nextOf(peer, procedure);
  peer.reply(received, procedure, value);
  return peer.args(received, procedure);
}

type Called = Pick<Procedure<never, unknown>, 'program' | 'number' | 'name'>;

/** The next call, which must be of `procedure`. */
export async function nextOf(peer: TestPeer, procedure: Called): Promise<Received> {
  const received = await peer.next();
  if (received.header.prog !== procedure.program || received.header.proc !== procedure.number) {
    throw new Error(`${procedure.name} was expected, and procedure ${received.header.proc} was called`);
  }
  return received;
}

/** Says how many processors the host has. */
export async function answerCpuCount(peer: TestPeer, count: number): Promise<void> {
  await answer(peer, procedures.NODE_GET_CPU_MAP, { cpumap: new Uint8Array(), online: 0, ret: count });
}
