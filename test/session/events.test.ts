import { describe, expect, it } from 'vitest';
import { procedures } from '../../src/protocol/generated/remote/index.js';
import { start } from '../support/test-session.js';

describe('events', () => {
  it('are handed out while they are dispatched, before what comes later', async () => {
    const { peer, session } = start();
    const seen: number[] = [];
    const off = session.on(procedures.CONNECT_EVENT_CONNECTION_CLOSED, ({ reason }) => seen.push(reason));
    peer.event(procedures.CONNECT_EVENT_CONNECTION_CLOSED, { reason: 1 });
    expect(seen).toEqual([1]);
    off();
    peer.event(procedures.CONNECT_EVENT_CONNECTION_CLOSED, { reason: 2 });
    expect(seen).toEqual([1]);
  });
});
