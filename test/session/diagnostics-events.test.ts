import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { DomainEventID, type EventMessage } from '../../src/index.js';
import { heard } from '../support/diagnostics.js';
import { startConnection } from '../support/test-connection.js';
import { agree, tell } from '../support/test-events.js';

it('tells of each event that somebody wants, how many wait, and how many found no room', async () => {
  const { peer, connection } = startConnection();
  const messages = heard<EventMessage>('libvirt-rpc:event');
  const slow = connection.domainEvents('lifecycle', { highWaterMark: 2 });
  const slower = connection.domainEvents('lifecycle', { highWaterMark: 1 });
  await agree(peer, 7);
  await slow.registered;
  await connection.domainEventRegisterAny(null, DomainEventID.LIFECYCLE, () => {});

  tell(peer, 7, [0, 1, 2]);
  tell(peer, 8, [3]);

  const same = { procedure: 'DOMAIN_EVENT_CALLBACK_LIFECYCLE', kind: 'lifecycle', consumers: 3 };
  expect(messages.map(({ connection: _, ...rest }) => rest)).toEqual([
    { ...same, waiting: 1, lost: 0 },
    { ...same, waiting: 2, lost: 1 },
    { ...same, waiting: 2, lost: 2 },
  ]);
  expect(messages[0]?.connection).toBe(messages[2]?.connection);
  await expect(Promise.all([slow.next(), slow.next(), slow.next()])).rejects.toMatchObject({ lost: 1 });
  await expect(Promise.all([slower.next(), slower.next()])).rejects.toMatchObject({ lost: 2 });
  await turn();
});

it('says that none wait where they are taken as they come', async () => {
  const { peer, connection } = startConnection();
  const messages = heard<EventMessage>('libvirt-rpc:event');
  const events = connection.domainEvents('lifecycle');
  await agree(peer, 7);
  for (const detail of [0, 1]) {
    const next = events.next();
    tell(peer, 7, [detail]);
    await next;
  }
  expect(messages.map(({ waiting, lost, consumers }) => [waiting, lost, consumers])).toEqual([
    [0, 0, 1],
    [0, 0, 1],
  ]);
});
