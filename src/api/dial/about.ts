import type { ConnectionInfo } from '../../rpc/diagnostics/connection.js';
import type { Endpoint } from '../uri/resolve.js';
import { shownUri } from '../uri/shown.js';

/** What diagnostics call a connection. */
interface About extends ConnectionInfo {
  uri: string | null;
}

/** @param given whether a stream of the caller's carries it */
export function aboutEndpoint({ uri, target }: Endpoint, given: boolean): About {
  const { host, port } = 'host' in target ? target : { host: null, port: null };
  return {
    uri: uri === null ? null : shownUri(uri),
    transport: given ? 'stream' : target.transport,
    host,
    port,
  };
}

/** The connection is open: what the daemon has found, where it was not told. */
export function nameWhatWasFound(about: About, uri: string): void {
  about.uri ??= shownUri(uri);
}
