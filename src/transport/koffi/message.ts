import type { Libc } from './libc.js';
import { setCloseOnExec } from './unix-socket.js';

const SCM_RIGHTS = 1;

/** As many descriptors as Linux lets one message have, so that none can be cut off. */
const MAX_DESCRIPTORS = 253;

const align = (length: number, to: number): number => Math.ceil(length / to) * to;

/**
 * Memory that the C library reads and writes, laid out once: a `msghdr`, its one `iovec`, and its control data.
 * An `ArrayBuffer` of its own is never moved.
 */
class MessageMemory {
  readonly view: DataView;
  readonly address: bigint;
  readonly #memory: Uint8Array;
  readonly #iov: number;
  readonly control: number;

  constructor(libc: Libc, controlLength: number) {
    const { msghdr } = libc.layout;
    this.#iov = align(msghdr.size, 16);
    this.control = this.#iov + 16;
    this.#memory = new Uint8Array(new ArrayBuffer(this.control + align(controlLength, 16)));
    this.view = new DataView(this.#memory.buffer);
    this.address = libc.addressOf(this.#memory);
    this.view.setBigUint64(msghdr.iov, this.address + BigInt(this.#iov), true);
    this.view.setUint32(msghdr.iovlen, 1, true);
    this.view.setBigUint64(msghdr.control, this.address + BigInt(this.control), true);
    this.view.setUint32(msghdr.controllen, controlLength, true);
  }

  setData(address: bigint, length: number): void {
    this.view.setBigUint64(this.#iov, address, true);
    this.view.setBigUint64(this.#iov + 8, BigInt(length), true);
  }
}

/** Sends descriptors as libvirt expects them: each with a zero byte, in a message of its own. */
export class DescriptorSender {
  readonly #libc: Libc;
  readonly #memory: MessageMemory;
  readonly #byte: Uint8Array = new Uint8Array(new ArrayBuffer(8));

  constructor(libc: Libc) {
    const { cmsghdr, SOL_SOCKET } = libc.layout;
    this.#libc = libc;
    this.#memory = new MessageMemory(libc, align(cmsghdr.size + 4, cmsghdr.align));
    this.#memory.setData(libc.addressOf(this.#byte), 1);
    const { view, control } = this.#memory;
    view.setUint32(control, cmsghdr.size + 4, true);
    view.setInt32(control + cmsghdr.level, SOL_SOCKET, true);
    view.setInt32(control + cmsghdr.type, SCM_RIGHTS, true);
  }

  /** 1, or what `sendmsg` returned. */
  send(socket: number, fd: number): number {
    const { cmsghdr, MSG_NOSIGNAL } = this.#libc.layout;
    const { view, control, address } = this.#memory;
    view.setInt32(control + cmsghdr.size, fd, true);
    return this.#libc.sendmsg(socket, address, MSG_NOSIGNAL);
  }
}

/** Receives bytes, and the descriptors that the last of them carried. */
export class Receiver {
  /** What `receive` fills. */
  readonly buffer: Buffer;
  readonly #libc: Libc;
  readonly #memory: MessageMemory;
  readonly #controlLength: number;

  constructor(libc: Libc, buffer: Buffer) {
    this.#libc = libc;
    this.buffer = buffer;
    const { cmsghdr } = libc.layout;
    this.#controlLength = align(cmsghdr.size + 4 * MAX_DESCRIPTORS, cmsghdr.align);
    this.#memory = new MessageMemory(libc, this.#controlLength);
    this.#memory.setData(libc.addressOf(buffer), buffer.length);
  }

  /** How many bytes came: 0 at the end, negative where `errno` says why. */
  receive(socket: number): number {
    const { msghdr, MSG_CMSG_CLOEXEC } = this.#libc.layout;
    this.#memory.view.setUint32(msghdr.controllen, this.#controlLength, true);
    return this.#libc.recvmsg(socket, this.#memory.address, MSG_CMSG_CLOEXEC);
  }

  /** Whether descriptors were lost in the last `receive`, for want of numbers (`RLIMIT_NOFILE`). */
  get truncated(): boolean {
    const { msghdr, MSG_CTRUNC } = this.#libc.layout;
    return (this.#memory.view.getInt32(msghdr.flags, true) & MSG_CTRUNC) !== 0;
  }

  /** The descriptors of the last `receive`, close-on-exec. They are the caller's. `undefined` where there are none. */
  takeDescriptors(): number[] | undefined {
    const { msghdr, cmsghdr, SOL_SOCKET, MSG_CMSG_CLOEXEC } = this.#libc.layout;
    const { view, control } = this.#memory;
    const controlLength = view.getUint32(msghdr.controllen, true);
    if (controlLength === 0) return undefined;
    const fds: number[] = [];
    const end = control + controlLength;
    for (let at = control; at + cmsghdr.size <= end; ) {
      const length = view.getUint32(at, true);
      if (length < cmsghdr.size) break;
      const isRights =
        view.getInt32(at + cmsghdr.level, true) === SOL_SOCKET && view.getInt32(at + cmsghdr.type, true) === SCM_RIGHTS;
      for (let p = at + cmsghdr.size; isRights && p + 4 <= at + length; p += 4) fds.push(view.getInt32(p, true));
      at += align(length, cmsghdr.align);
    }
    if (MSG_CMSG_CLOEXEC === 0) for (const fd of fds) setCloseOnExec(this.#libc, fd);
    return fds.length > 0 ? fds : undefined;
  }
}
