import { expect, it } from 'vitest';
import { open, useDaemon } from '../support/integration-daemon.js';

const daemon = useDaemon();

it('comes back, and tells events again after a gap', async () => {
  const connection = await open(daemon().uri('test'), { reconnect: { initialDelay: 20, maxDelay: 100 } });
  const seen: unknown[] = [];
  connection.on('state', (state) => seen.push(state.state));
  const events = connection.domainEvents('lifecycle', { gaps: true });
  await events.registered;
  daemon().kill('SIGKILL');
  await daemon().untilExit();
  expect(connection.isAlive()).toBe(false);
  const waiting = connection.getHostname();
  await daemon().restart();
  expect(await waiting).not.toBe('');
  expect(connection.isAlive()).toBe(true);
  const domain = await connection.domainLookupByName('test');
  const first = await events.next();
  expect(first.value).toMatchObject({ kind: 'gap' });
  await domain.suspend();
  expect((await events.next()).value).toMatchObject({ event: 3 });
  await events.return();
  await connection.close();
  console.log(seen);
});
