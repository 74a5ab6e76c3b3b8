import type { FileHandle } from 'node:fs/promises';
import { procedures } from '../../protocol/generated/remote/index.js';
import { sessionOf } from '../connection/base.js';
import { StorageVolDownloadFlags, StorageVolUploadFlags } from '../generated/constants.js';
import { wireOf } from '../object.js';
import { ChunkPool } from './chunk-pool.js';
import { checkPosition, type FileOrPath, withFile } from './file.js';
import { readFromFile } from './from-file.js';
import { openingOf } from './opening.js';
import type { StreamOptions } from './options.js';
import { RemoteReadable } from './remote-readable.js';
import { StorageVolStreams } from './storage-vol.js';
import { writeToFile } from './to-file.js';

/** What goes where, between a volume and a file. */
export interface TransferOptions extends Pick<StreamOptions, 'signal' | 'timeout'> {
  /** Bytes from the beginning of the volume. Default: 0. */
  readonly offset?: bigint | undefined;
  /** At most so many bytes. Default, and 0: all that there are. */
  readonly length?: bigint | undefined;
  /** Bytes from the beginning of the file. Default: 0. */
  readonly position?: bigint | undefined;
  /** Whether holes stay holes. */
  readonly sparse?: boolean | undefined;
}

/** Volumes into files and back, holes included. */
export abstract class StorageVolFiles extends StorageVolStreams {
  /**
   * Writes what is in the volume to a file. A path is that of a new file, or of one that is overwritten; an open file keeps
   * what is elsewhere in it. When this fails, the file has what came until then.
   *
   * C: [virStorageVolDownload](https://libvirt.org/html/libvirt-libvirt-storage.html#virStorageVolDownload),
   * [virStreamSparseRecvAll](https://libvirt.org/html/libvirt-libvirt-stream.html#virStreamSparseRecvAll)
   *
   * @param options `sparse`, by default true, leaves out of the file what takes no room in the volume; daemons before
   *   3.4.0 do not know it
   * @returns how many bytes were read, those in holes included
   * @throws the system's error, as Node makes it, where the file cannot be written
   */
  async downloadToFile(file: FileOrPath, options: TransferOptions = {}): Promise<bigint> {
    const { offset = 0n, length = 0n, position = 0n, sparse = true } = options;
    checkPosition('options.position', position);
    const flags = sparse ? StorageVolDownloadFlags.SPARSE_STREAM : 0;
    const args = { vol: wireOf(this), offset, length, flags };
    const opening = openingOf(sessionOf(this.connection), procedures.STORAGE_VOL_DOWNLOAD, args, options, sparse);
    return withFile(file, 'w', (handle) => {
      const pool = new ChunkPool();
      const open = () => new RemoteReadable({ ...opening, copy: (bytes) => pool.copy(bytes) });
      return writeToFile(open, handle, position, pool);
    });
  }

  /**
   * Writes a file to the volume.
   *
   * C: [virStorageVolUpload](https://libvirt.org/html/libvirt-libvirt-storage.html#virStorageVolUpload),
   * [virStreamSparseSendAll](https://libvirt.org/html/libvirt-libvirt-stream.html#virStreamSparseSendAll)
   *
   * @param options `sparse`, by default false, sends the file's holes as such: see `upload` for what they do to a volume
   *   that has something in it. Where the connection's machine has no koffi to ask the file system by, the file is read to
   *   find them
   * @returns how many bytes were written, those in holes included
   * @throws the system's error, as Node makes it, where the file cannot be read
   */
  async uploadFromFile(file: FileOrPath, options: TransferOptions = {}): Promise<bigint> {
    const { offset = 0n, length = 0n, position = 0n, sparse = false, ...rest } = options;
    checkPosition('options.position', position);
    return withFile(file, 'r', async (handle) => {
      const { end, regular } = await endOf(handle, position, length);
      const flags = sparse ? StorageVolUploadFlags.SPARSE_STREAM : 0;
      const stream = this.upload(offset, length, flags, { signal: rest.signal, timeout: rest.timeout });
      return readFromFile(handle, stream, position, end, sparse && regular);
    });
  }
}

/** Where to stop reading. A device has no size that Node can tell. */
async function endOf(handle: FileHandle, position: bigint, length: bigint): Promise<{ end: bigint; regular: boolean }> {
  const stat = await handle.stat({ bigint: true });
  const regular = stat.isFile();
  const size = regular ? stat.size : BigInt(Number.MAX_SAFE_INTEGER);
  const wanted = length === 0n ? size : position + length;
  const end = wanted < size ? wanted : size;
  return { end: end > position ? end : position, regular };
}
