import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { type CallMessage, type ConnectionMessage, connect, connectAdmin } from '../../../src/index.js';
import { heard, traced } from '../../support/diagnostics.js';
import { connected, started } from '../../support/testing-daemon.js';

const CONNECTIONS = 'libvirt-rpc:connection';
const statesOf = (messages: readonly ConnectionMessage[]) => messages.map(({ state }) => state);

it('a connection is connecting, open, and closed', async () => {
  const messages = heard<ConnectionMessage>(CONNECTIONS);
  const calls = traced<CallMessage>('libvirt-rpc:call');
  const daemon = await started({ transport: 'unix', uri: 'qemu:///system' });
  const connection = await connect(daemon.uri);
  await connection.getHostname();
  await connection.close();
  await turn();

  expect(statesOf(messages)).toEqual(['connecting', 'open', 'closed']);
  expect(messages.map(({ reason }) => reason)).toEqual([null, null, null]);
  expect(messages[0]?.connection).toEqual({ uri: daemon.uri, transport: 'unix', host: null, port: null });
  // What is told of its calls is told of the same.
  expect(new Set(messages.map((message) => message.connection)).size).toBe(1);
  const hostname = calls.ended.find(({ procedure }) => procedure === 'CONNECT_GET_HOSTNAME');
  expect(hostname?.connection).toBe(messages[0]?.connection);
});

it('a connection to a daemon in memory is one too', async () => {
  const messages = heard<ConnectionMessage>(CONNECTIONS);
  const { connection } = await connected();
  await connection.close();
  await turn();
  expect(statesOf(messages)).toEqual(['connecting', 'open', 'closed']);
  expect(messages[0]?.connection.transport).toBe('memory');
});

it('a connection that is lost is closed, and says why', async () => {
  const messages = heard<ConnectionMessage>(CONNECTIONS);
  const { daemon, connection } = await connected({ transport: 'unix' });
  await daemon.close();
  await connection.close();
  await turn();
  expect(statesOf(messages)).toEqual(['connecting', 'open', 'closed']);
  expect(messages[2]?.reason).toEqual({
    name: 'ConnectionError',
    code: 'ERR_LIBVIRT_CONNECTION_LOST',
    message: 'the daemon closed the connection',
  });
});

it('a connection that nobody takes is closed without having been open, and shows no user', async () => {
  const messages = heard<ConnectionMessage>(CONNECTIONS);
  await expect(connect('qemu+tcp://some%20user@127.0.0.1:1/system?password=hunter2')).rejects.toThrow('127.0.0.1:1');
  await expect(connectAdmin('libvirtd:///system?socket=/nowhere')).rejects.toThrow('/nowhere');
  expect(statesOf(messages)).toEqual(['connecting', 'closed', 'connecting', 'closed']);
  expect(messages[0]?.connection).toEqual({
    uri: 'qemu+tcp://127.0.0.1:1/system?password=…',
    transport: 'tcp',
    host: '127.0.0.1',
    port: 1,
  });
  expect(messages[1]?.reason).toMatchObject({ name: 'ConnectionError', code: 'ERR_LIBVIRT_CONNECT' });
  expect(messages[2]?.connection.uri).toBe('libvirtd:///system?socket=/nowhere');
  expect(JSON.stringify(messages)).not.toMatch(/hunter2|some/u);
});
