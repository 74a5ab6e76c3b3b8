// @ts-check
import { EventEmitter, once } from 'node:events';
import { chmod } from 'node:fs/promises';
import net from 'node:net';

/** The other end of a guest's serial port: a UNIX socket that its qemu connects to. */
export class SerialLine {
  /** What the guest has written since it was started. */
  text = '';
  /** @type {net.Socket | undefined} */
  #guest;
  #changes = new EventEmitter();
  #server = net.createServer((guest) => {
    this.text = '';
    this.#guest = guest;
    guest.setEncoding('utf8').on('data', (text) => {
      this.text += text;
      this.#changes.emit('text');
    });
    // A guest that is destroyed may reset the connection: it is over, in either case.
    guest.on('error', () => {});
  });

  /** @param {string} path */
  constructor(path) {
    this.path = path;
  }

  /**
   * @param {string} path of the socket, in a directory that the daemon's user may enter; at most 107 bytes
   * @returns {Promise<SerialLine>}
   */
  static async listen(path) {
    const line = new SerialLine(path);
    line.#server.listen(path);
    await once(line.#server, 'listening');
    // qemu may run as another user.
    await chmod(path, 0o666);
    return line;
  }

  /**
   * Waits until the guest has written a text.
   *
   * @param {string} wanted
   * @param {AbortSignal} signal gives up
   * @returns {Promise<string>} all that it has written
   */
  async until(wanted, signal) {
    while (!this.text.includes(wanted)) {
      try {
        await once(this.#changes, 'text', { signal });
      } catch (cause) {
        const said = JSON.stringify(this.text);
        throw new Error(`the guest did not write ${JSON.stringify(wanted)}: it wrote ${said}`, { cause });
      }
    }
    return this.text;
  }

  /** @param {string} text which the guest reads */
  type(text) {
    this.#guest?.write(text);
  }

  /** Harmless when called twice. */
  async close() {
    this.#guest?.destroy();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }
}
