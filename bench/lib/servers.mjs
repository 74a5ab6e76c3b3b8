// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
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
