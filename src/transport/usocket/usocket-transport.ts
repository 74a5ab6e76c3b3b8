import { closeSync } from 'node:fs';
import { UnsupportedError } from '../../errors.js';
import type { Transport, TransportEvents } from '../transport.js';
import type { UsocketLibrary } from './load.js';

export class UsocketTransport implements Transport {
  readonly kind = 'usocket';
  readonly supportsFds = true;
  readonly whyNoFds = '';

  static async connect(_library: UsocketLibrary, _path: string, _signal: AbortSignal | undefined): Promise<Transport> {
    throw new UnsupportedError('usocket is under construction');
  }
  start(_events: TransportEvents): void {}
  write(_bytes: Uint8Array, fds: readonly number[] = []): boolean {
    for (const fd of fds) closeSync(fd);
    return true;
  }
  duplicate(_fd: number): number {
    return -1;
  }
  pause(): void {}
  resume(): void {}
  ref(_keep: boolean): void {}
  close(): void {}
}
