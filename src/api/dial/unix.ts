import type { FdTransport } from '../../transport/choose.js';
import type { Transport } from '../../transport/transport.js';
import { connectFailure, isNobodyThere } from '../uri/explain.js';
import type { Host } from '../uri/host.js';
import type { Endpoint } from '../uri/resolve.js';
import type { UnixTarget } from '../uri/target.js';
import { tryPaths } from './paths.js';
import { findDaemon, startDaemon, untilListening } from './start-daemon.js';

/** Connects to a socket of this host's, and starts this user's own daemon where it is that one's and nobody is there. */
export async function dialSocket(
  endpoint: Endpoint,
  { paths, programs }: UnixTarget,
  options: { readonly fdTransport: FdTransport | undefined; readonly signal: AbortSignal | undefined },
  host: Host,
): Promise<Transport> {
  const attempt = () => tryPaths(paths, options);
  const found = await attempt();
  if ('write' in found) return found;
  const program = isNobodyThere(found) ? findDaemon(programs, host) : null;
  if (program === null) throw connectFailure(endpoint, found);
  const daemon = startDaemon(program);
  const second = await untilListening(daemon, attempt, (outcome) => 'write' in outcome, options.signal);
  if ('write' in second) return second;
  throw connectFailure(endpoint, second, `${program} was started, and ${daemon.ended ?? 'does not listen there'}`);
}
