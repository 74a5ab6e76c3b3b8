import type net from 'node:net';
import { take } from './qemu-sockets.js';

/**
 * A graphics device: a VNC server that listens nowhere, and so has no other clients than those that libvirt gives it.
 *
 * @param password that it asks its clients for
 */
export function vncXml(password?: string): string {
  const asks = password === undefined ? '' : ` passwd='${password}'`;
  return `<graphics type='vnc'${asks}><listen type='none'/></graphics><video><model type='none'/></video>`;
}

/** How a VNC server lets a client in, by the numbers of RFC 6143. */
export const RFB_SECURITY: { readonly NONE: 1; readonly PASSWORD: 2 } = { NONE: 1, PASSWORD: 2 };

/** The line that a VNC server begins with: `RFB 003.008\n`. */
export async function greeting(socket: net.Socket): Promise<string> {
  return (await take(socket, 12)).toString('latin1');
}

/** Goes on after the greeting: which of `RFB_SECURITY` the server offers. */
export async function offeredSecurity(socket: net.Socket): Promise<number[]> {
  socket.write('RFB 003.008\n');
  const [count = 0] = await take(socket, 1);
  return [...(await take(socket, count))];
}
