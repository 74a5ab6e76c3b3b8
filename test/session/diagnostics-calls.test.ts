import { AsyncLocalStorage } from 'node:async_hooks';
import { closeSync, openSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { inspect } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import type { CallMessage } from '../../src/index.js';
import { traced } from '../support/diagnostics.js';
import { CREATE, DOM, HOSTNAME, LOOKUP, start, WITH_FILES } from '../support/test-session.js';

const CALLS = 'libvirt-rpc:call';
const UNSENT = { queueTime: null, bytesSent: 0, bytesReceived: 0 };

/** The only call that has ended. */
function only(messages: readonly CallMessage[]): CallMessage {
  expect(messages.length).toBe(1);
  return messages[0] as CallMessage;
}

it('tells of a call when it is made, where its caller is, and when it has ended', async () => {
  const { peer, session } = start();
  const { begun, ended, steps } = traced<CallMessage>(CALLS);

  const looking = session.call(LOOKUP, { name: 'secret-argument' });
  expect(steps).toEqual(['start', 'end']);
  const message = only(begun);
  expect(message).toMatchObject({ outcome: null, duration: null, error: null, ...UNSENT });
  await turn();
  peer.reply(await peer.next(), LOOKUP, { dom: { ...DOM, name: 'secret-result' } });
  await looking;

  expect(steps).toEqual(['start', 'end', 'asyncStart', 'asyncEnd']);
  expect(only(ended)).toBe(message);
  expect(message).toMatchObject({
    program: 'remote',
    procedure: 'DOMAIN_LOOKUP_BY_NAME',
    serial: 1,
    outcome: 'ok',
    error: null,
    // 28 bytes, and a string of 15 behind its length.
    bytesSent: 28 + 4 + 16,
    // A string of 13, the UUID, the id.
    bytesReceived: 28 + 4 + 16 + 16 + 4,
    descriptorsSent: 0,
    descriptorsReceived: 0,
    connection: { uri: null, transport: 'test', host: null, port: null },
  });
  expect(message.queueTime).toBeGreaterThanOrEqual(0);
  expect(message.duration).toBeGreaterThanOrEqual(message.queueTime as number);
  expect(message.startTime).toBeLessThanOrEqual(performance.now());
  expect(inspect(message, { showHidden: true, depth: null })).not.toContain('secret');
});

it('begins and ends in the asynchronous context of whoever makes the call', async () => {
  const { peer, session } = start();
  const { tracingChannel } = await import('node:diagnostics_channel');
  const storage = new AsyncLocalStorage<string>();
  const contexts: (string | undefined)[] = [];
  const note = () => void contexts.push(storage.getStore());
  const nothing = () => {};
  const subscribers = { start: note, end: nothing, asyncStart: nothing, asyncEnd: note, error: nothing };
  tracingChannel(CALLS).subscribe(subscribers);
  onTestFinished(() => void tracingChannel(CALLS).unsubscribe(subscribers));

  const calls = ['one', 'two'].map((name) => storage.run(name, () => session.call(HOSTNAME, undefined)));
  peer.reply(await peer.next(), HOSTNAME, { hostname: 'a' });
  peer.reply(await peer.next(), HOSTNAME, { hostname: 'b' });
  await Promise.all(calls);

  expect(contexts).toEqual(['one', 'two', 'one', 'two']);
});

it('tells of descriptors both ways', async () => {
  const { peer, session } = start();
  const { ended } = traced<CallMessage>(CALLS);
  const fd = openSync('/dev/null', 'r');
  onTestFinished(() => closeSync(fd));
  const calling = session.callWithFds(WITH_FILES, CREATE, [fd, fd]);
  const received = await peer.next();
  peer.reply(received, WITH_FILES, { dom: DOM }, [openSync('/dev/null', 'r')]);
  const { fds } = await calling;
  session.transport.release(fds);
  const message = only(ended);
  expect(message).toMatchObject({ outcome: 'ok', descriptorsSent: 2, descriptorsReceived: 1 });
  expect(message.bytesSent).toBe(32 + received.payload.length);
  expect(message.bytesReceived).toBe(32 + 4 + 4 + 16 + 4);
});

it('tells how long a call waited for its turn', async () => {
  const { peer, session } = start(1);
  const { ended } = traced<CallMessage>(CALLS);
  const first = session.call(HOSTNAME, undefined);
  const second = session.call(HOSTNAME, undefined);
  const received = await peer.next();
  const before = performance.now();
  while (performance.now() < before + 5);
  peer.reply(received, HOSTNAME, { hostname: 'a' });
  peer.reply(await peer.next(), HOSTNAME, { hostname: 'b' });
  await Promise.all([first, second]);
  expect(ended.map(({ serial }) => serial)).toEqual([1, 2]);
  expect(ended[1]?.queueTime).toBeGreaterThanOrEqual(5);
  expect(ended.map(({ bytesSent }) => bytesSent)).toEqual([28, 28]);
});

it('tells what the daemon refused, by its code and not by its text, which may quote an argument', async () => {
  const { peer, session } = start();
  const { ended, steps } = traced<CallMessage>(CALLS);
  const looking = session.call(LOOKUP, { name: 'x' });
  peer.fail(await peer.next(), { code: 42, domain: 10, message: 'no domain "secret"', str1: 'secret' });
  await expect(looking).rejects.toThrow('secret');
  expect(steps).toEqual(['start', 'end', 'error', 'asyncStart', 'asyncEnd']);
  expect(only(ended)).toMatchObject({
    outcome: 'remote-error',
    error: { name: 'RemoteError', code: 'VIR_ERR_NO_DOMAIN', message: null },
  });
  expect(inspect(ended, { showHidden: true, depth: null })).not.toContain('secret');
});

it('tells of a call that was aborted before it was sent', async () => {
  const { session } = start(1);
  const { ended } = traced<CallMessage>(CALLS);
  const controller = new AbortController();
  session.call(HOSTNAME, undefined).catch(() => {});
  const queued = session.call(HOSTNAME, undefined, { signal: controller.signal });
  controller.abort(new Error('a secret reason'));
  await expect(queued).rejects.toMatchObject({ sent: false });
  expect(only(ended)).toMatchObject({ ...UNSENT, outcome: 'aborted', serial: 2 });

  await expect(session.call(HOSTNAME, undefined, { signal: controller.signal })).rejects.toThrow('aborted');
  expect(ended[1]).toMatchObject({ ...UNSENT, outcome: 'aborted', serial: null });
  expect(inspect(ended, { showHidden: true, depth: null })).not.toContain('secret');
  session.end(null);
});

it('tells of a call that was aborted after it was sent, once, and nothing of its late reply', async () => {
  const { peer, session } = start();
  const { ended } = traced<CallMessage>(CALLS);
  const controller = new AbortController();
  const calling = session.call(HOSTNAME, undefined, { signal: controller.signal });
  const received = await peer.next();
  controller.abort();
  await expect(calling).rejects.toMatchObject({ sent: true });
  peer.reply(received, HOSTNAME, { hostname: 'late' });
  await turn();
  expect(only(ended)).toMatchObject({ outcome: 'aborted', bytesSent: 28, error: { name: 'AbortError' } });
});

it('tells of a call that took too long', async () => {
  const { session } = start();
  const { ended } = traced<CallMessage>(CALLS);
  await expect(session.call(HOSTNAME, undefined, { timeout: 10 })).rejects.toThrow('10 ms');
  expect(only(ended)).toMatchObject({
    outcome: 'timeout',
    error: { name: 'TimeoutError', code: 'ERR_LIBVIRT_TIMEOUT' },
    bytesSent: 28,
  });
  expect(ended[0]?.duration).toBeGreaterThan(5);
  session.end(null);
});

it('tells of calls whose connection was lost, sent or not, and of those that come after', async () => {
  const { peer, session } = start(1);
  const { ended } = traced<CallMessage>(CALLS);
  const calls = [session.call(HOSTNAME, undefined), session.call(HOSTNAME, undefined)];
  await peer.next();
  peer.lose();
  await Promise.allSettled([...calls, session.call(HOSTNAME, undefined)]);
  const all = ended.toSorted((a, b) => (a.serial ?? 9) - (b.serial ?? 9));
  expect(all.map(({ outcome, bytesSent }) => ({ outcome, bytesSent }))).toEqual([
    { outcome: 'disconnected', bytesSent: 28 },
    { outcome: 'disconnected', bytesSent: 0 },
    { outcome: 'disconnected', bytesSent: 0 },
  ]);
  expect(all.map(({ error }) => error?.code)).toEqual(Array(3).fill('ERR_LIBVIRT_CONNECTION_LOST'));
});

it('tells whose reply broke the protocol', async () => {
  const { peer, session } = start();
  const { ended } = traced<CallMessage>(CALLS);
  const calls = [session.call(LOOKUP, { name: 'a' }), session.call(HOSTNAME, undefined)];
  // A reply to the first that is the second's.
  peer.reply(await peer.next(), HOSTNAME, { hostname: 'a' });
  await Promise.allSettled(calls);
  expect(ended.map(({ procedure, outcome }) => [procedure, outcome])).toEqual([
    ['DOMAIN_LOOKUP_BY_NAME', 'protocol-error'],
    ['CONNECT_GET_HOSTNAME', 'disconnected'],
  ]);
});

it('tells of a call that cannot be sent, and shows nothing of its arguments', async () => {
  const { session } = start(4, { supportsFds: false });
  const { begun, ended } = traced<CallMessage>(CALLS);
  await expect(session.call(LOOKUP, { name: ['secret'] as never })).rejects.toThrow(TypeError);
  await expect(session.callCarrying(WITH_FILES, CREATE, [0])).rejects.toThrow('descriptors');
  expect(begun).toEqual(ended);
  expect(ended).toMatchObject([
    { ...UNSENT, outcome: 'refused', serial: null, error: { code: 'ERR_INVALID_ARG_TYPE' } },
    { ...UNSENT, outcome: 'refused', serial: null, error: { code: 'ERR_LIBVIRT_UNSUPPORTED' } },
  ]);
  expect(inspect(ended, { showHidden: true, depth: null })).not.toContain('secret');
});

it('tells of the call that says farewell', async () => {
  const { peer, session } = start();
  const { ended } = traced<CallMessage>(CALLS);
  const { procedures } = await import('../../src/protocol/generated/remote/index.js');
  const closing = session.close(procedures.CONNECT_CLOSE, 1000);
  peer.reply(await peer.next(), procedures.CONNECT_CLOSE, undefined);
  await closing;
  expect(only(ended)).toMatchObject({ procedure: 'CONNECT_CLOSE', outcome: 'ok' });
});

it('does not tell of the end of a call whose beginning nobody heard', async () => {
  const { peer, session } = start();
  const calling = session.call(HOSTNAME, undefined);
  const { steps } = traced<CallMessage>(CALLS);
  peer.reply(await peer.next(), HOSTNAME, { hostname: 'a' });
  await calling;
  expect(steps).toEqual([]);
});
