import { invalidArgValue, UnsupportedError } from '../errors.js';
import { checkIsNode } from './only-node.js';
import type { Transport } from './transport.js';

/** What carries descriptors: one of two packages, or nothing. */
export type FdTransport = 'koffi' | 'usocket' | 'none';

export interface DialOptions {
  /** `undefined`: koffi; where it cannot be loaded, usocket; where that cannot either, none. */
  readonly fdTransport: FdTransport | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Connects to the listener at `path`. */
type Dial = (path: string, signal: AbortSignal | undefined) => Promise<Transport>;

/**
 * A connection to the UNIX socket at `path`. Only what it uses is loaded.
 *
 * @throws the system's error, as Node makes it (`code: 'ENOENT'`, `syscall: 'connect'`, …); UnsupportedError for a
 *   `fdTransport` that cannot be loaded; TypeError for one that is none; the signal's reason
 */
export async function dialUnix(path: string, { fdTransport, signal }: DialOptions): Promise<Transport> {
  signal?.throwIfAborted();
  const dial = fdTransport === undefined ? await best() : await chosen(fdTransport);
  return dial(path, signal);
}

async function chosen(fdTransport: FdTransport): Promise<Dial> {
  switch (fdTransport) {
    case 'koffi':
      return koffi();
    case 'usocket':
      return usocket();
    case 'none':
      return net("this connection was made with fdTransport: 'none'");
    default:
      throw invalidArgValue('options.fdTransport', "must be 'koffi', 'usocket' or 'none'");
  }
}

async function best(): Promise<Dial> {
  const reasons: string[] = [];
  for (const load of [koffi, usocket]) {
    try {
      return await load();
    } catch (error) {
      if (!(error instanceof UnsupportedError)) throw error;
      reasons.push(error.message);
    }
  }
  return net(reasons.join('; and '));
}

/** What is loaded once is not looked for again; what could not be loaded may have been installed since. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}

const koffi: () => Promise<Dial> = once(async () => {
  checkIsNode('koffi');
  const [{ loadChannel }, { KoffiTransport }] = await Promise.all([
    import('./koffi/channel.js'),
    import('./koffi/koffi-transport.js'),
  ]);
  const channel = await loadChannel();
  return (path, signal) => KoffiTransport.connect(channel, path, signal);
});

const usocket: () => Promise<Dial> = once(async () => {
  const [{ loadUsocket }, { UsocketTransport }] = await Promise.all([
    import('./usocket/load.js'),
    import('./usocket/usocket-transport.js'),
  ]);
  const library = await loadUsocket();
  return (path, signal) => UsocketTransport.connect(library, path, signal);
});

async function net(whyNoFds: string): Promise<Dial> {
  const { NetTransport } = await import('./net/net-transport.js');
  return (path, signal) => NetTransport.connect({ path }, signal, whyNoFds);
}
