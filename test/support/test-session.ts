import { readdirSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { procedures } from '../../src/protocol/generated/remote/index.js';
import { Session } from '../../src/rpc/session.js';
import { TestPeer } from './test-peer.js';

/** A procedure without arguments, one with, and one that carries descriptors. */
export const {
  CONNECT_GET_HOSTNAME: HOSTNAME,
  DOMAIN_LOOKUP_BY_NAME: LOOKUP,
  DOMAIN_CREATE_XML_WITH_FILES: WITH_FILES,
} = procedures;

export const DOM = { name: 'one', uuid: new Uint8Array(16), id: 5 };
export const CREATE = { xml_desc: '<domain/>', flags: 0 };

/** A session with a peer in the test's hands, for as long as the test runs. */
export function start(
  maxInFlight = 4,
  options: { supportsFds?: boolean; secure?: boolean } = {},
): { readonly peer: TestPeer; readonly session: Session } {
  const peer = new TestPeer(options);
  onTestFinished(() => peer.close());
  return { peer, session: new Session(peer.transport, { maxInFlight }) };
}

/** How many descriptors this process has open. */
export function openDescriptors(): number {
  return readdirSync('/proc/self/fd').length;
}
