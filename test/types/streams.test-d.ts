import type { FileHandle } from 'node:fs/promises';
import type { Duplex, Readable, Writable } from 'node:stream';
import { expectTypeOf, test } from 'vitest';
import {
  type Domain,
  DomainChannelFlags,
  DomainConsoleFlags,
  type Hole,
  type Screenshot,
  type StorageVol,
  StorageVolDownloadFlags,
  StorageVolUploadFlags,
} from '../../src/index.js';

declare const volume: StorageVol;
declare const domain: Domain;
declare const handle: FileHandle;

test('a volume is read and written by streams of Node’s', () => {
  expectTypeOf(volume.download()).toEqualTypeOf<Readable>();
  expectTypeOf(volume.upload()).toEqualTypeOf<Writable>();
  expectTypeOf(volume.download).parameter(0).toEqualTypeOf<bigint | undefined>();
  volume.download(0n, 0n, StorageVolDownloadFlags.SPARSE_STREAM, { highWaterMark: 4, signal: AbortSignal.abort() });
  volume.upload(0n, 5n, StorageVolUploadFlags.SPARSE_STREAM).write({ hole: 5n } satisfies Hole);
  // @ts-expect-error it is for downloads
  volume.upload(0n, 0n, StorageVolDownloadFlags.SPARSE_STREAM);
  // @ts-expect-error sizes are bigint
  volume.download(5);
});

test('a volume goes to a file, and comes from one', () => {
  expectTypeOf(volume.downloadToFile('path', { sparse: false, length: 5n })).resolves.toEqualTypeOf<bigint>();
  expectTypeOf(volume.uploadFromFile(handle, { position: 5n })).resolves.toEqualTypeOf<bigint>();
  void volume.uploadFromFile(new URL('file:///path'));
  // @ts-expect-error it is no file
  void volume.uploadFromFile({});
});

test('what goes both ways is a Duplex', () => {
  expectTypeOf(domain.openConsole(null, DomainConsoleFlags.FORCE | DomainConsoleFlags.SAFE)).toEqualTypeOf<Duplex>();
  expectTypeOf(domain.openChannel('name', DomainChannelFlags.FORCE)).toEqualTypeOf<Duplex>();
  expectTypeOf(domain.screenshot()).resolves.toEqualTypeOf<Screenshot>();
});
