// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { startSessionDaemon } from '../../scripts/daemon/index.mjs';
import { temporaryFolder } from './folder.mjs';
import { responderProgram } from './peers.mjs';
import { pin, pinned, SERVER_CORE } from './pin.mjs';

/**
 * @typedef {object} Server
 * @property {string} name
 * @property {string} socket
 * @property {string} uri of the driver that is measured
 * @property {boolean} real
 * @property {() => Promise<void>} stop
 */

/** A process that answers at once. @returns {Promise<Server>} */
export async function startResponder() {
  const socket = join(temporaryFolder(), 'socket');
  const [program = '', ...args] = pinned(SERVER_CORE, [responderProgram(), socket]);
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => {
      throw new Error('the responder ended');
    }),
  ]);
  return {
    name: 'instant responder',
    socket,
    uri: `test+unix:///default?socket=${socket}`,
    real: false,
    async stop() {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}

/**
 * libvirtd, unprivileged, and with what its limits are by default.
 *
 * @param {object} [options]
 * @param {boolean} [options.free] whether it has all cores, as it needs them where its own threads compete
 * @param {string} [options.driver]
 * @param {string} [options.path] of the driver's URI
 * @returns {Promise<Server>}
 */
export async function startLibvirtd({ free = false, driver = 'test', path } = {}) {
  const daemon = await startSessionDaemon();
  pin(free ? null : SERVER_CORE, daemon.pid);
  const uri = daemon.uri(driver, path === undefined ? {} : { path });
  return { name: 'libvirtd', socket: daemon.socket, uri, real: true, stop: () => daemon.stop() };
}

/**
 * libvirtd, unprivileged, which listens by TCP and by TLS on the loopback interface.
 *
 * @param {string} folder with its certificates; see `makeCertificates`
 * @returns {Promise<Server & { tcp: string, tls: string }>} with the URIs for both
 */
export async function startListening(folder) {
  const [tcp, tls] = [await freePort(), await freePort()];
  const lines = {
    listen_tcp: 1,
    listen_tls: 1,
    listen_addr: '"127.0.0.1"',
    auth_tcp: '"none"',
    tcp_port: `"${tcp}"`,
    tls_port: `"${tls}"`,
    key_file: `"${join(folder, 'server.key')}"`,
    cert_file: `"${join(folder, 'server.pem')}"`,
    ca_file: `"${join(folder, 'cacert.pem')}"`,
  };
  const libvirtd = Object.entries(lines)
    .map(([key, value]) => `${key} = ${value}\n`)
    .join('');
  const daemon = await startSessionDaemon({ args: ['--listen'], config: { libvirtd } });
  pin(SERVER_CORE, daemon.pid);
  return {
    name: 'libvirtd',
    socket: daemon.socket,
    uri: daemon.uri('storage', { path: '/session' }),
    tcp: `test+tcp://localhost:${tcp}/default`,
    tls: `test+tls://localhost:${tls}/default?pkipath=${folder}`,
    real: true,
    stop: () => daemon.stop(),
  };
}

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}
