// @ts-check
import { deepStrictEqual as same } from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { step } from '../setup/index.mjs';
import { containerXml } from './container-xml.mjs';

/** @typedef {import('../../src/index.js')} Library */
/** @typedef {import('../../src/index.js').Connection} Connection */

/** Milliseconds that each step may take. */
const PATIENCE = 20_000;

/** The container was not started: the daemon or the kernel refused it. */
export class Refused extends Error {
  /** @override */
  name = 'Refused';
}

/**
 * A container answers on a socket that this process handed it: every step is checked, and the first that does not
 * hold ends the demo.
 *
 * @param {Library} library
 * @param {Connection} connection
 * @param {AbortSignal} interrupted
 */
export async function mainJob(library, connection, interrupted) {
  const folder = await mkdtemp(join(tmpdir(), 'libvirt-rpc-demo-'));
  const logPath = join(folder, 'log');
  const log = await open(logPath, 'w');
  const server = http.createServer();
  /** @type {import('../../src/index.js').Domain | undefined} */
  let domain;
  /** @type {typeof step} */
  const next = (name, work) => {
    interrupted.throwIfAborted();
    return step(name, work);
  };
  try {
    const port = await next('socket', async () => {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      return { what: `listening on 127.0.0.1:${port}`, port };
    });

    const name = `libvirt-rpc-demo-${process.pid}`;
    const xml = library.withListenFds(containerXml(name), ['http', 'log']);
    domain = await create(library, connection, xml, [server, log], interrupted);
    // Only the container accepts from now on.
    await new Promise((resolve) => server.close(resolve));

    await next('answer', async () => {
      const answer = JSON.parse(await get(port.port, interrupted));
      same(answer, {
        pid: 1,
        container: name,
        descriptors: [0, 1, 2, 3, 4],
        LISTEN_FDS: '2',
        LISTEN_PID: '1',
        LISTEN_FDNAMES: 'http:log',
      });
      const { pid, container, descriptors, LISTEN_FDS } = answer;
      const seen = descriptors.join(' ');
      return { what: `HTTP 200 from pid ${pid} of ${container}, which sees ${seen} and LISTEN_FDS=${LISTEN_FDS}` };
    });

    await next('log', async () => {
      const line = await readFile(logPath, 'utf8');
      same(line, 'GET / answered by pid 1\n');
      return { what: `descriptor 4 says "${line.trimEnd()}"` };
    });

    await next('destroy', async () => {
      await domain?.destroy({ timeout: PATIENCE });
      domain = undefined;
      await gone(connection, name);
      return { what: `${name} is gone` };
    });
  } finally {
    await domain?.destroy({ timeout: PATIENCE }).catch(() => {});
    server.close();
    await log.close();
    await rm(folder, { recursive: true });
  }
}

/**
 * @param {Library} library
 * @param {Connection} connection
 * @param {string} xml
 * @param {readonly import('../../src/index.js').FileLike[]} files
 * @param {AbortSignal} signal
 */
async function create({ DomainCreateFlags, RemoteError }, connection, xml, files, signal) {
  const flags = DomainCreateFlags.START_AUTODESTROY;
  try {
    const { domain } = await step('container', async () => {
      const options = { signal, timeout: PATIENCE };
      const domain = await connection.domainCreateXMLWithFiles(xml, files, flags, options);
      return { what: `${domain.name} started with the socket as 3 and a log file as 4`, domain };
    });
    return domain;
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    throw new Refused(`the container was not started: ${error.message}`, { cause: error });
  }
}

/**
 * Asks once: a request waits in the socket's queue until the container's Node accepts it.
 *
 * @param {number} port
 * @param {AbortSignal} interrupted
 */
async function get(port, interrupted) {
  const signal = AbortSignal.any([interrupted, AbortSignal.timeout(PATIENCE)]);
  const request = http.get({ host: '127.0.0.1', port, agent: false, signal });
  const [response] = await once(request, 'response', { signal });
  same(response.statusCode, 200);
  return text(response);
}

/**
 * @param {Connection} connection
 * @param {string} name
 */
async function gone(connection, name) {
  for (let waited = 0; waited < PATIENCE; waited += 20) {
    const domains = await connection.listAllDomains();
    if (!domains.some((one) => one.name === name)) return;
    await delay(20);
  }
  throw new Error(`${name} is still listed`);
}
