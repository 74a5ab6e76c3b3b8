import { receiveBuffer } from '../receive-buffer.js';
import { type Libc, loadLibc } from './libc.js';
import { DescriptorSender, Receiver } from './message.js';

/** What all connections of a thread share: the C library, and the memory in which messages are put together. */
export interface Channel {
  readonly libc: Libc;
  readonly sender: DescriptorSender;
  readonly receiver: Receiver;
}

let loaded: Promise<Channel> | undefined;

/**
 * Loaded when it is first needed, once in a thread.
 *
 * @throws UnsupportedError where koffi cannot be loaded, or does not help
 */
export function loadChannel(): Promise<Channel> {
  loaded ??= loadLibc().then((libc) => ({
    libc,
    sender: new DescriptorSender(libc),
    receiver: new Receiver(libc, receiveBuffer()),
  }));
  return loaded;
}
