// The service's tests, against a daemon that needs neither libvirt nor root. Run them with: node --test
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import test from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { ConnectionError, DomainEventStoppedDetailType, DomainEventType } from 'libvirt-rpc';
import { TestDaemon } from 'libvirt-rpc/testing';
import { keepRunning } from './keeper.mjs';

/** The service with two containers to keep, and a daemon for it. The daemon verifies when the test is over. */
async function service(t) {
  const daemon = await TestDaemon.start({ uri: 'lxc:///system' });
  const connection = await daemon.connect();
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = new AbortController();
  const log = [];
  const run = () => {
    const done = keepRunning(connection, server, 2, { signal: stop.signal, log: (line) => log.push(line), pause: 1 });
    done.catch(() => {});
    return done;
  };
  t.after(async () => {
    stop.abort();
    server.close();
    await connection.close();
    await daemon[Symbol.asyncDispose]();
  });
  return { daemon, connection, server, stop, log, run };
}

async function until(so) {
  for (const end = Date.now() + 5000; !so(); await delay(1)) assert.ok(Date.now() < end, 'it did not come to be so');
}

const running = (daemon) => daemon.domains.map(({ name }) => name).sort();

test('starts what does not run, with the socket', async (t) => {
  const { daemon, stop, run } = await service(t);
  daemon.create(`<domain type='lxc'><name>web-2</name><memory>1024</memory><os><type>exe</type></os></domain>`);
  const done = run();
  await until(() => daemon.domains.length === 2);
  assert.deepEqual(running(daemon), ['web-1', 'web-2']);
  const [call, ...others] = daemon.callsOf('DOMAIN_CREATE_XML_WITH_FILES');
  assert.deepEqual(others, []);
  assert.equal(call.fdCount, 1);
  assert.match(call.args.xml_desc, /<initenv name='LISTEN_FDNAMES'>http<\/initenv>/);
  stop.abort();
  await done;
});

test('gives the containers the socket that clients connect to', async (t) => {
  const { daemon, server, run } = await service(t);
  const { port } = server.address();
  void run();
  await until(() => daemon.domains.length === 2);
  server.close();
  // The test is the container's init now.
  const [fd] = daemon.domain('web-1').takeFds();
  const init = net.createServer((socket) => socket.end('web-1')).listen({ fd });
  t.after(() => init.close());
  const [answer] = await net.connect(port, '127.0.0.1').toArray();
  assert.equal(String(answer), 'web-1');
});

test('starts what has crashed again', async (t) => {
  const { daemon, log, run } = await service(t);
  void run();
  await until(() => daemon.domains.length === 2);
  const { id } = daemon.domain('web-1');
  daemon.domain('web-1').crash();
  await until(() => daemon.domain('web-1') !== undefined);
  assert.notEqual(daemon.domain('web-1').id, id);
  assert.ok(log.includes('web-1 has stopped'));
});

test('leaves alone what runs, whatever libvirt tells of its end', async (t) => {
  const { daemon, log, run } = await service(t);
  void run();
  await until(() => daemon.domains.length === 2);
  const { name, uuid } = daemon.domain('web-1');
  const dom = { name, uuid: Buffer.from(uuid.replaceAll('-', ''), 'hex'), id: -1 };
  const stopped = { dom, event: DomainEventType.STOPPED, detail: DomainEventStoppedDetailType.FAILED };
  daemon.emit('DOMAIN_EVENT_CALLBACK_LIFECYCLE', { msg: stopped });
  await until(() => daemon.callsOf('CONNECT_LIST_ALL_DOMAINS').length === 2);
  assert.ok(log.includes('web-1 has stopped'));
  assert.equal(daemon.callsOf('DOMAIN_CREATE_XML_WITH_FILES').length, 2);
});

test('tries again where libvirt fails', async (t) => {
  const { daemon, log, run } = await service(t);
  daemon.on('DOMAIN_CREATE_XML_WITH_FILES').error({ code: 'VIR_ERR_INTERNAL_ERROR', message: 'no cgroup' }).once();
  void run();
  await until(() => daemon.domains.length === 2);
  assert.equal(log[0], 'web-1 cannot be started: no cgroup');
});

test('gives up where libvirt fails three times', async (t) => {
  const { daemon, run } = await service(t);
  daemon.on('DOMAIN_CREATE_XML_WITH_FILES').error({ code: 'VIR_ERR_NO_MEMORY', message: 'out of memory' }).times(3);
  await assert.rejects(run(), { code: 'VIR_ERR_NO_MEMORY', message: 'out of memory' });
});

test('ends where the daemon is lost', async (t) => {
  const { daemon, run } = await service(t);
  const done = run();
  await until(() => daemon.domains.length === 2);
  daemon.disconnect();
  await assert.rejects(done, (error) => error instanceof ConnectionError || /daemon is closed/.test(error.message));
});
