import { invalidArgType, invalidArgValue } from '../../errors.js';
import type { ConnectCloseReason } from '../generated/constants.js';
import { ConnectionQemuEvents } from './qemu-events.js';

type CloseCallback = (connection: ConnectionCloseCallbacks, reason: ConnectCloseReason) => void;
type CloseListener = (error: Error | null, reason: ConnectCloseReason) => void;

/** C's way to be told that a connection is over; Node's is the event `close`, which says more. */
export class ConnectionCloseCallbacks extends ConnectionQemuEvents {
  readonly #callbacks = new Map<CloseCallback, CloseListener>();

  /**
   * Has a function called when the connection is over, as `connection.on('close', …)` does. C has room for one; here
   * there may be more.
   *
   * C: [virConnectRegisterCloseCallback](https://libvirt.org/html/libvirt-libvirt-host.html#virConnectRegisterCloseCallback)
   *
   * @throws TypeError also where it is registered already
   * @since libvirt 0.10.0
   */
  registerCloseCallback(callback: (connection: this, reason: ConnectCloseReason) => void): void {
    if (typeof callback !== 'function') throw invalidArgType('callback', 'a function', callback);
    if (this.#callbacks.has(callback as CloseCallback)) throw invalidArgValue('callback', 'is registered already');
    const listener: CloseListener = (_error, reason) => callback(this, reason);
    this.#callbacks.set(callback as CloseCallback, listener);
    this.once('close', listener);
  }

  /**
   * Undoes `registerCloseCallback`.
   *
   * C: [virConnectUnregisterCloseCallback](https://libvirt.org/html/libvirt-libvirt-host.html#virConnectUnregisterCloseCallback)
   *
   * @throws TypeError where it is not registered
   * @since libvirt 0.10.0
   */
  unregisterCloseCallback(callback: (connection: this, reason: ConnectCloseReason) => void): void {
    if (typeof callback !== 'function') throw invalidArgType('callback', 'a function', callback);
    const listener = this.#callbacks.get(callback as CloseCallback);
    if (listener === undefined) throw invalidArgValue('callback', 'is not registered');
    this.#callbacks.delete(callback as CloseCallback);
    this.off('close', listener);
  }
}
