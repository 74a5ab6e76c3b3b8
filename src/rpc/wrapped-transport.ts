import type { Transport, TransportEvents } from '../transport/transport.js';

/** A transport that another one carries: what it does not do itself, that one does. */
export abstract class WrappedTransport implements Transport {
  readonly kind: string;
  protected readonly inner: Transport;

  constructor(inner: Transport) {
    this.kind = inner.kind;
    this.inner = inner;
  }

  abstract start(events: TransportEvents): void;

  get supportsFds(): boolean {
    return this.inner.supportsFds;
  }

  get whyNoFds(): string {
    return this.inner.whyNoFds;
  }

  get secure(): boolean {
    return this.inner.secure;
  }

  get encrypted(): boolean {
    return this.inner.encrypted;
  }

  get separatesMessages(): boolean {
    return this.inner.separatesMessages === true;
  }

  get duplicatesLast(): boolean {
    return this.inner.duplicatesLast === true;
  }

  descriptorsApart(): void {
    this.inner.descriptorsApart?.();
  }

  write(bytes: Uint8Array, fds?: readonly number[]): boolean {
    return this.inner.write(bytes, fds);
  }

  duplicate(fd: number): number {
    return this.inner.duplicate(fd);
  }

  release(fds: readonly number[]): void {
    this.inner.release(fds);
  }

  pause(): void {
    this.inner.pause();
  }

  resume(): void {
    this.inner.resume();
  }

  ref(keep: boolean): void {
    this.inner.ref(keep);
  }

  close(): void {
    this.inner.close();
  }
}
