import { once } from 'node:events';
import { closeSync, createReadStream, renameSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { join } from 'node:path';
import { json, text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DomainDefineFlags, withListenFds } from '../../src/index.js';
import { containerXml, freshName } from '../support/integration-container.js';
import { open, useContainers, useFolder } from '../support/integration-daemon.js';
import { FD_TRANSPORTS, pipe } from '../support/integration-files.js';

const daemon = useContainers();
const folder = useFolder();

const INIT = fileURLToPath(new URL('../../fixtures/container/http.mjs', import.meta.url));

/** A container whose init is a program of Node's. */
const webXml = (name: string): string => containerXml(name, 'exec "$@"', [process.execPath, INIT]);

async function listen(where: net.ListenOptions): Promise<net.Server> {
  const server = net.createServer().listen(where);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return server;
}

/** Asks once: a request waits in the socket's queue until somebody accepts it. */
async function ask(options: http.RequestOptions): Promise<unknown> {
  const request = http.get({ ...options, agent: false, signal: AbortSignal.timeout(20_000) });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  return json(response);
}

describe.each(FD_TRANSPORTS)('over %s', (fdTransport) => {
  it('a container answers on the sockets that it was handed, and the program that handed them need not be there', async () => {
    const connection = await open(daemon().uri('lxc'), { fdTransport });
    const name = freshName();
    const path = join(folder, `${name}.sock`);
    const [tcp, unix] = await Promise.all([listen({ host: '127.0.0.1', port: 0 }), listen({ path })]);
    const { port } = tcp.address() as net.AddressInfo;
    const xml = withListenFds(webXml(name), ['http', 'control']);
    const created = connection.domainCreateXMLWithFiles(xml, [tcp, unix]);
    // The descriptors have been duplicated by now; and while a server is open here, it accepts what is meant for the
    // container. Node removes the path of a UNIX server that is closed, if it is still there.
    renameSync(path, `${path}.kept`);
    for (const server of [tcp, unix]) server.close();
    const domain = await created;
    expect(domain.id).toBeGreaterThan(0);
    await connection.close();

    const common = { pid: 1, container: name, LISTEN_FDS: '2', LISTEN_PID: '1', LISTEN_FDNAMES: 'http:control' };
    expect(await ask({ host: '127.0.0.1', port })).toEqual({ ...common, fd: 3 });
    expect(await ask({ socketPath: `${path}.kept` })).toEqual({ ...common, fd: 4 });
  });

  it('a container that was told how many sockets there are, and no names, knows that', async () => {
    const connection = await open(daemon().uri('lxc'), { fdTransport });
    const name = freshName();
    const server = await listen({ host: '127.0.0.1', port: 0 });
    const { port } = server.address() as net.AddressInfo;
    const domain = await connection.domainDefineXMLFlags(withListenFds(webXml(name), 1), DomainDefineFlags.VALIDATE);
    await domain.createWithFiles([server]);
    server.close();
    expect(await ask({ host: '127.0.0.1', port })).toEqual({
      fd: 3,
      pid: 1,
      container: name,
      LISTEN_FDS: '1',
      LISTEN_PID: '1',
    });
  });

  it('a pipe that a container was handed ends when the container does: nobody else keeps it open', async () => {
    const connection = await open(daemon().uri('lxc'), { fdTransport });
    const { read, write } = pipe();
    const log = text(createReadStream('', { fd: read }));
    const script = 'echo "pid $$ writes" >&7; exec sleep 600';
    const domain = await connection.domainCreateXMLWithFiles(containerXml(freshName(), script), { 7: write });
    closeSync(write);
    await domain.destroy();
    expect(await log).toBe('pid 1 writes\n');
  });
});
