import type { Duplex } from 'node:stream';
import { invalidArgValue, UnsupportedError } from '../../errors.js';
import type { Progress } from '../../rpc/progress.js';
import type { FdTransport } from '../../transport/choose.js';
import type { Transport } from '../../transport/transport.js';
import type { TlsOptions } from '../tls/options.js';
import type { Host } from '../uri/host.js';
import type { Endpoint } from '../uri/resolve.js';
import { shownUri } from '../uri/shown.js';
import type { ExtTarget, SshTarget, TcpTarget, TlsTarget, UnixTarget } from '../uri/target.js';
import type { Dialer } from './stream-option.js';

/** What else than the URI says how a daemon is connected to. */
export interface DialPlan {
  readonly fdTransport: FdTransport | undefined;
  readonly stream: Duplex | Dialer | undefined;
  readonly tls: TlsOptions | undefined;
}

interface Dialing {
  readonly endpoint: Endpoint;
  readonly plan: DialPlan;
  readonly host: Host;
  readonly signal: AbortSignal | undefined;
  readonly progress: Progress;
}

/** @throws TypeError, UnsupportedError for options that are not for such a URI */
export function checkPlan({ uri, target }: Endpoint, { fdTransport, stream, tls }: DialPlan): void {
  const { transport } = target;
  const shown = uri === null ? 'what the daemon finds' : shownUri(uri);
  if (tls !== undefined && transport !== 'tls') {
    throw invalidArgValue(
      'options.tls',
      `is for a URI with +tls, or with a host and nothing else, and not for ${shown}`,
    );
  }
  if (stream !== undefined && (transport === 'ssh' || transport === 'ext')) {
    throw invalidArgValue('options.stream', `takes the place of a socket, and ${shown} connects by a program`);
  }
  if (fdTransport === undefined || fdTransport === 'none' || (transport === 'unix' && stream === undefined)) return;
  const by = stream === undefined ? `+${transport}` : 'options.stream';
  throw new UnsupportedError(
    `fdTransport: '${fdTransport}' carries descriptors on a UNIX socket of this host, and this is a connection by ${by}`,
  );
}

/**
 * Connects to a daemon.
 *
 * @throws ConnectionError where nobody answers, AuthError where TLS does not let one side or the other in,
 *   UnsupportedError; the signal's reason
 */
export async function dial(dialing: Dialing): Promise<Transport> {
  const { endpoint, host, signal, progress } = dialing;
  const { target } = endpoint;
  const transport = await byTarget(dialing);
  const asking = target.transport === 'ssh' && (await import('./program.js')).mayAsk(target, host.env);
  progress.reach(stageOf(endpoint), asking);
  if (signal?.aborted) {
    transport.close();
    throw signal.reason;
  }
  return transport;
}

/** How far it has come when bytes can pass. */
function stageOf({ target, hostname }: Endpoint): string {
  switch (target.transport) {
    case 'unix':
      return 'the daemon was connected to, and does not answer';
    case 'ssh':
    case 'ext':
      return `${target.command} was started, and no daemon answers through it`;
    default:
      return `${hostname} was connected to, and does not answer as a daemon does`;
  }
}

function byTarget(dialing: Dialing): Promise<Transport> {
  const { target } = dialing.endpoint;
  switch (target.transport) {
    case 'tls':
      return byTls(dialing, target);
    case 'tcp':
      return byTcp(dialing, target);
    case 'unix':
      return byUnix(dialing, target);
    default:
      return byProgram(dialing, target);
  }
}

async function byStream(given: Duplex | Dialer, { signal, progress }: Dialing): Promise<Duplex> {
  progress.reach('options.stream has not made a stream');
  const { streamOf } = await import('./given-stream.js');
  return streamOf(given, signal);
}

async function overGiven(given: Duplex | Dialer, dialing: Dialing): Promise<Transport> {
  const stream = await byStream(given, dialing);
  const { overStream } = await import('./given-stream.js');
  return overStream(stream);
}

async function byUnix(dialing: Dialing, target: UnixTarget): Promise<Transport> {
  const { endpoint, plan, signal, host } = dialing;
  if (plan.stream !== undefined) return overGiven(plan.stream, dialing);
  const { dialSocket } = await import('./unix.js');
  return dialSocket(endpoint, target, { fdTransport: plan.fdTransport, signal }, host);
}

async function byTcp(dialing: Dialing, target: TcpTarget): Promise<Transport> {
  const { plan, signal, progress } = dialing;
  if (plan.stream !== undefined) return overGiven(plan.stream, dialing);
  const { dialTcp, peerName } = await import('./network.js');
  progress.reach(`nobody has answered at ${peerName(target)}`);
  return dialTcp(target, signal);
}

async function byTls(dialing: Dialing, target: TlsTarget): Promise<Transport> {
  const { plan, host, signal, progress } = dialing;
  const [{ planTls }, { dialTls }, { peerName, socketForTls }] = await Promise.all([
    import('../tls/settings.js'),
    import('../../transport/tls/dial-tls.js'),
    import('./network.js'),
  ]);
  const settings = await planTls(target, plan.tls ?? {}, host);
  const peer = peerName(target);
  progress.reach(`nobody has answered at ${peer}`);
  const stream = await (plan.stream === undefined ? socketForTls(target, signal) : byStream(plan.stream, dialing));
  progress.reach(`${peer} was connected to, and has not accepted this client by TLS`);
  return dialTls(stream, settings, peer, signal);
}

async function byProgram(dialing: Dialing, target: SshTarget | ExtTarget): Promise<Transport> {
  const { endpoint, signal, host } = dialing;
  const { dialProgram } = await import('./program.js');
  return dialProgram(endpoint, target, signal, host);
}
