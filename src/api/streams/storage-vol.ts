import type { Readable, Writable } from 'node:stream';
import { procedures } from '../../protocol/generated/remote/index.js';
import { sessionOf } from '../connection/base.js';
import { StorageVolDownloadFlags, StorageVolUploadFlags } from '../generated/constants.js';
import { StorageVolMethods } from '../generated/methods/storage-vol.js';
import { wireOf } from '../object.js';
import { openingOf } from './opening.js';
import type { StreamOptions } from './options.js';
import { RemoteReadable } from './remote-readable.js';
import { RemoteWritable } from './remote-writable.js';

/** What is in a volume, as streams. */
export abstract class StorageVolStreams extends StorageVolMethods {
  /**
   * Reads what is in the volume. The call is made at once, and its failure is an error of the stream; the stream emits
   * `ready` when the daemon has opened it. Destroying the stream before its end has the daemon stop.
   *
   * With `SPARSE_STREAM`, the stream is one of objects: its chunks are `Buffer`s, and objects `{ hole }` for what is all
   * zero and takes no room in the volume: a `bigint`, bytes. A hole may be the last chunk.
   *
   * The protocol has no flow control of its own: while this stream is full and nobody reads it, replies and events of
   * the connection come later, and after 16 MiB more not at all until it is read or destroyed.
   *
   * C: [virStorageVolDownload](https://libvirt.org/html/libvirt-libvirt-storage.html#virStorageVolDownload)
   *
   * @param offset bytes from the beginning of the volume
   * @param length bytes; 0: to the end
   * @param flags `StorageVolDownloadFlags`
   * @throws TypeError, RangeError before anything is sent
   * @since libvirt 0.9.0; `SPARSE_STREAM` since 3.4.0
   */
  download(offset = 0n, length = 0n, flags: StorageVolDownloadFlags = 0, options?: StreamOptions): Readable {
    const args = { vol: wireOf(this), offset, length, flags };
    const sparse = (flags & StorageVolDownloadFlags.SPARSE_STREAM) !== 0;
    const session = sessionOf(this.connection);
    return new RemoteReadable(openingOf(session, procedures.STORAGE_VOL_DOWNLOAD, args, options, sparse));
  }

  /**
   * Writes to the volume. The call is made at once, and its failure is an error of the stream; the stream emits `ready`
   * when the daemon has opened it, and `finish` when the daemon has confirmed that everything is written. Destroying the
   * stream before has the daemon stop, and the volume then holds what came until then. Chunks must not be changed until
   * their `write` has called back: they are not copied.
   *
   * With `SPARSE_STREAM`, chunks may also be objects `{ hole }`: so many bytes, a `bigint`, that are zero and take no room
   * in a volume that has nothing there. The daemon does not clear them: where a file has something, that stays, and what is
   * behind the hole is cut off.
   *
   * C: [virStorageVolUpload](https://libvirt.org/html/libvirt-libvirt-storage.html#virStorageVolUpload)
   *
   * @param offset bytes from the beginning of the volume
   * @param length at most so many bytes, of which one more fails the stream; 0: however many there are, and a volume that
   *   is a file grows beyond its capacity
   * @param flags `StorageVolUploadFlags`
   * @throws TypeError, RangeError before anything is sent
   * @since libvirt 0.9.0; `SPARSE_STREAM` since 3.4.0
   */
  upload(offset = 0n, length = 0n, flags: StorageVolUploadFlags = 0, options?: StreamOptions): Writable {
    const args = { vol: wireOf(this), offset, length, flags };
    const sparse = (flags & StorageVolUploadFlags.SPARSE_STREAM) !== 0;
    const session = sessionOf(this.connection);
    return new RemoteWritable(openingOf(session, procedures.STORAGE_VOL_UPLOAD, args, options, sparse));
  }
}
