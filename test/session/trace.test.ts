import { setImmediate as turn } from 'node:timers/promises';
import { format, stripVTControlCharacters } from 'node:util';
import type createDebug from 'debug';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

/** Where nobody has asked for anything: `debug` keeps that in the environment. */
beforeEach(() => {
  vi.stubEnv('DEBUG', undefined);
  vi.resetModules();
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** What is written from now on. */
async function written(): Promise<{ readonly lines: string[]; readonly debug: typeof createDebug }> {
  const { default: debug } = await import('debug');
  const lines: string[] = [];
  debug.log = (...args: unknown[]) => void lines.push(format(...args));
  return { lines, debug };
}

const of = (lines: readonly string[], namespace: string) =>
  lines.filter((line) => line.includes(`libvirt-rpc:${namespace}`));

it('traces calls where DEBUG asks for that, and neither their arguments nor their results', async () => {
  const { lines, debug } = await written();
  debug.enable('libvirt-rpc:*');
  const { DOM, LOOKUP, start } = await import('../support/test-session.js');

  const { peer, session } = start();
  const looking = session.call(LOOKUP, { name: 'a secret' });
  peer.reply(await peer.next(), LOOKUP, { dom: { ...DOM, name: 'another' } });
  await looking;
  debug.disable();

  expect(of(lines, 'call').length).toBe(2);
  expect(of(lines, 'call').every((line) => line.includes('#1 DOMAIN_LOOKUP_BY_NAME'))).toBe(true);
  expect(lines.filter((line) => /a secret|another/.test(line))).toEqual([]);
});

it('writes down each message’s head, and nothing of its payload', async () => {
  const { lines, debug } = await written();
  debug.enable('libvirt-rpc:wire');
  const { CREATE, DOM, HOSTNAME, LOOKUP, start, WITH_FILES } = await import('../support/test-session.js');
  const { LIFECYCLE } = await import('../support/test-events.js');
  const { openSync, closeSync } = await import('node:fs');

  const { peer, session } = start();
  const fd = openSync('/dev/null', 'r');
  const calls = [
    session.call(HOSTNAME, undefined),
    session.call(LOOKUP, { name: 'a secret' }),
    session.callCarrying(WITH_FILES, CREATE, [fd]),
  ];
  peer.fail(await peer.next(), { message: 'a secret' });
  peer.reply(await peer.next(), LOOKUP, { dom: DOM });
  peer.event(LIFECYCLE, { callbackID: 1, msg: { dom: DOM, event: 0, detail: 0 } });
  peer.reply(await peer.next(), WITH_FILES, { dom: DOM });
  await Promise.allSettled(calls);
  closeSync(fd);
  debug.disable();

  const heads = of(lines, 'wire').map((line) => / ([<>] .*?)(?: \+|$)/u.exec(stripVTControlCharacters(line))?.[1]);
  expect(heads.toSorted()).toEqual([
    expect.stringMatching(/^< remote v1 CONNECT_GET_HOSTNAME REPLY #1 ERROR, \d+ bytes, 0 descriptors/u),
    '< remote v1 DOMAIN_CREATE_XML_WITH_FILES REPLY #3 OK, 56 bytes, 0 descriptors',
    '< remote v1 DOMAIN_EVENT_CALLBACK_LIFECYCLE MESSAGE #0 OK, 68 bytes, 0 descriptors',
    '< remote v1 DOMAIN_LOOKUP_BY_NAME REPLY #2 OK, 56 bytes, 0 descriptors',
    '> remote v1 CONNECT_GET_HOSTNAME CALL #1 OK, 28 bytes, 0 descriptors',
    '> remote v1 DOMAIN_CREATE_XML_WITH_FILES CALL_WITH_FDS #3 OK, 52 bytes, 1 descriptors',
    '> remote v1 DOMAIN_LOOKUP_BY_NAME CALL #2 OK, 40 bytes, 0 descriptors',
  ]);
  expect(lines.join('\n')).not.toContain('secret');
});

it('traces connections, streams and events', async () => {
  const { lines, debug } = await written();
  debug.enable('libvirt-rpc:connection,libvirt-rpc:stream,libvirt-rpc:event');
  const { opened } = await import('../support/test-streams.js');
  const { startConnection } = await import('../support/test-connection.js');
  const { agree, tell } = await import('../support/test-events.js');
  const { TestDaemon } = await import('../../src/testing/index.js');

  const { peer, stream, say } = await opened();
  stream.finish();
  await peer.next();
  peer.deliver(say.ok());
  const events = startConnection();
  const lifecycle = events.connection.domainEvents('lifecycle');
  await agree(events.peer, 3);
  await lifecycle.registered;
  tell(events.peer, 3, [0]);
  const daemon = await TestDaemon.start();
  await (await daemon.connect()).close();
  await daemon.close();
  await turn();
  debug.disable();

  expect(of(lines, 'stream').length).toBe(2);
  expect(of(lines, 'event')).toEqual([
    expect.stringContaining('DOMAIN_EVENT_CALLBACK_LIFECYCLE for 1, 1 waiting, 0 lost'),
  ]);
  expect(of(lines, 'connection').map((line) => / by memory: (\w+)/u.exec(line)?.[1])).toEqual([
    'connecting',
    'open',
    'closed',
  ]);
  expect(of(lines, 'call')).toEqual([]);
});

it('traces a connection that is made after `debug` was enabled, and no other', async () => {
  const { lines, debug } = await written();
  const { HOSTNAME, start } = await import('../support/test-session.js');
  const call = async ({ peer, session }: ReturnType<typeof start>): Promise<void> => {
    const calling = session.call(HOSTNAME, undefined);
    peer.reply(await peer.next(), HOSTNAME, { hostname: 'a' });
    await calling;
  };
  await call(start());
  expect(lines).toEqual([]);

  debug.enable('libvirt-rpc:*');
  await call(start());
  debug.disable();
  expect(of(lines, 'call').length).toBe(2);
  expect(of(lines, 'wire').length).toBe(2);

  await call(start());
  expect(lines.length).toBe(4);
});
