import { endianness } from 'node:os';
import { UnsupportedError } from '../../../errors.js';

/** Calls a function on another thread: it may ask a server, and wait. */
type Asynchronous = (...args: readonly unknown[]) => Promise<number>;
type Synchronous = (...args: readonly unknown[]) => number;

/** The functions of GSS-API (RFC 2744) that a client needs. Memory goes by its address. */
export interface GssLibrary {
  readonly importName: Synchronous;
  readonly initSecContext: Asynchronous;
  readonly wrap: Synchronous;
  readonly unwrap: Synchronous;
  readonly wrapSizeLimit: Synchronous;
  readonly displayStatus: Synchronous;
  readonly releaseBuffer: Synchronous;
  readonly releaseName: Synchronous;
  readonly deleteSecContext: Synchronous;
  addressOf(bytes: Uint8Array): bigint;
  /** A copy of memory of the library's own. */
  copy(address: bigint, length: number): Buffer;
}

/** MIT's Kerberos, as all of Linux's distributions name it. */
const FILE = 'libgssapi_krb5.so.2';

const INSTALL = 'a Debian package for it is libgssapi-krb5-2';

/**
 * The system's Kerberos, through koffi.
 *
 * @throws UnsupportedError where it cannot be loaded
 */
export async function loadGssLibrary(): Promise<GssLibrary> {
  const { platform, arch } = process;
  if (platform !== 'linux' || !['x64', 'arm64'].includes(arch) || endianness() !== 'LE') {
    throw new UnsupportedError(`GSSAPI is supported on Linux for x64 and arm64, and this is ${platform} ${arch}`);
  }
  try {
    const { default: koffi } = await import('koffi');
    const library = koffi.load(FILE);
    const func = (name: string, ...types: readonly string[]): Synchronous & { async: (...args: never[]) => unknown } =>
      library.func(`gss_${name}`, 'uint32_t', [...types]) as never;
    const initSecContext = func(
      'init_sec_context',
      ...['void *', 'void *', 'void *', 'void *', 'void *', 'uint32_t', 'uint32_t', 'void *', 'void *'],
      ...['void *', 'void *', 'void *', 'void *'],
    );
    return {
      importName: func('import_name', 'void *', 'void *', 'void *', 'void *'),
      initSecContext: (...args) =>
        new Promise((resolve, reject) => {
          const done = (error: Error | null, status: number): void =>
            error === null ? resolve(status) : reject(error);
          initSecContext.async(...(args as never[]), done as never);
        }),
      wrap: func('wrap', 'void *', 'void *', 'int', 'uint32_t', 'void *', 'void *', 'void *'),
      unwrap: func('unwrap', 'void *', 'void *', 'void *', 'void *', 'void *', 'void *'),
      wrapSizeLimit: func('wrap_size_limit', 'void *', 'void *', 'int', 'uint32_t', 'uint32_t', 'void *'),
      displayStatus: func('display_status', 'void *', 'uint32_t', 'int', 'void *', 'void *', 'void *'),
      releaseBuffer: func('release_buffer', 'void *', 'void *'),
      releaseName: func('release_name', 'void *', 'void *'),
      deleteSecContext: func('delete_sec_context', 'void *', 'void *', 'void *'),
      addressOf: (bytes) => koffi.address(bytes),
      copy: (address, length) => Buffer.from(Buffer.from(koffi.view(address, length))),
    };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new UnsupportedError(`GSSAPI needs the package koffi and the library ${FILE} (${why}); ${INSTALL}`, {
      cause,
    });
  }
}
