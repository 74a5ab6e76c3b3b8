import { join } from 'node:path';
import { invalidArgValue } from '../../errors.js';
import { connectionTrace } from '../../rpc/trace.js';
import type { ClientConfig } from './client-config.js';
import { type Host, runtimeDirectory, variable } from './host.js';
import type { Params } from './params.js';
import type { ParsedUri } from './parse.js';
import { daemonPrograms, MODES, type Mode, socketPaths } from './sockets.js';
import { KNOWN_HOSTS_VERIFY, PROXIES, type SshTarget, type Target, type UnixTarget } from './target.js';

/** What else than its URI says where a daemon is. */
export interface Circumstances {
  readonly host: Host;
  readonly readOnly: boolean;
  readonly session: boolean;
  readonly config: ClientConfig;
  /** What the daemon is to open. */
  readonly name: string;
}

const TLS_PORT = 16_514;
const TCP_PORT = 16_509;
const TRANSPORTS = ['unix', 'tcp', 'tls', 'ssh', 'libssh', 'libssh2', 'ext'] as const;

/** Where a daemon of any host has its sockets: each has a link from there. */
const OTHER_HOST = '/var/run/libvirt';

/** Ways to log in, as libssh and libssh2 call them. */
const SSH_AUTH = ['none', 'agent', 'privkey', 'password', 'keyboard-interactive'];

type Transport = (typeof TRANSPORTS)[number];

export function transportOf({ transport, server }: Pick<ParsedUri, 'transport' | 'server'>): Transport {
  if (transport === null) return server === null ? 'unix' : 'tls';
  const found = TRANSPORTS.find((one) => one === transport);
  if (found === undefined) {
    throw invalidArgValue('uri', `has the transport ${JSON.stringify(transport)}: there are ${TRANSPORTS.join(', ')}`);
  }
  if (found === 'unix' && server !== null) {
    throw invalidArgValue('uri', `names the server ${JSON.stringify(server)}, which a UNIX socket does not lead to`);
  }
  return found;
}

function modeOf(params: Params, transport: Transport, { remoteMode, path }: ClientConfig): Mode {
  const named = params.choice('mode', MODES);
  if (transport !== 'unix') {
    if (named === 'direct') throw invalidArgValue('uri', `has mode=direct, which only a UNIX socket of this host has`);
    return 'legacy';
  }
  if (named !== null || remoteMode === null) return named ?? 'auto';
  const found = MODES.find((mode) => mode === remoteMode);
  if (found !== undefined) return found;
  throw invalidArgValue('uri', `is used with remote_mode = ${remoteMode} in ${path}: there are ${MODES.join(', ')}`);
}

/**
 * What a URI leads to.
 *
 * @throws TypeError for a transport or parameter that is none
 */
export function findTarget(uri: ParsedUri, params: Params, circumstances: Circumstances): Target {
  const transport = transportOf(uri);
  const mode = modeOf(params, transport, circumstances.config);
  const host = uri.server ?? 'localhost';
  switch (transport) {
    case 'unix':
      return unixTarget(uri.driver, params.string('socket'), mode, circumstances);
    case 'tcp':
      return { transport, host, port: uri.port ?? TCP_PORT };
    case 'tls':
      return {
        transport,
        host,
        port: uri.port ?? TLS_PORT,
        pkiPath: params.string('pkipath'),
        verify: !params.flag('no_verify'),
        sanity: !params.flag('no_sanity'),
        priority: params.string('tls_priority') ?? circumstances.config.tlsPriority,
      };
    case 'ext': {
      const command = params.string('command');
      if (command === null) throw invalidArgValue('uri', 'has no command=PROGRAM, which +ext connects by');
      return { transport, command };
    }
    default:
      if (transport !== 'ssh') connectionTrace('+%s is served by the program ssh, as +ssh is', transport);
      return sshTarget(uri, params, host, transport !== 'ssh', circumstances);
  }
}

/** The sockets of this host, and who is started where nobody listens on them. */
export function unixTarget(
  driver: string | null,
  socket: string | null,
  mode: Mode,
  circumstances: Pick<Circumstances, 'host' | 'session' | 'readOnly'>,
): UnixTarget {
  if (socket !== null) return { transport: 'unix', paths: [socket], programs: [] };
  const { host, session } = circumstances;
  const starts = session && variable(host, 'LIBVIRT_AUTOSTART') !== '0';
  return {
    transport: 'unix',
    paths: socketPaths(driver, mode, circumstances),
    programs: starts ? daemonPrograms(driver, mode) : [],
  };
}

function proxyOf(params: Params, uri: ParsedUri): SshTarget['proxy'] {
  const netcat = params.string('netcat');
  const named = params.choice('proxy', PROXIES);
  if (named === 'native' && netcat !== null) {
    throw invalidArgValue('uri', 'has netcat= and proxy=native, which uses no netcat');
  }
  if (named !== null && named !== 'auto') return named;
  if (netcat !== null) return 'netcat';
  if (named === 'auto') return named;
  if (params.string('socket') !== null) return 'netcat';
  // Where a user's own daemon listens, the other host alone knows.
  return uri.path === '/session' ? 'native' : 'auto';
}

function sshAuthOf(params: Params): readonly string[] | null {
  const ways = params.string('sshauth')?.toLowerCase().split(',') ?? null;
  const unknown = ways?.find((way) => !SSH_AUTH.includes(way));
  if (unknown === undefined) return ways;
  throw invalidArgValue('uri', `has sshauth=${unknown}: there are ${SSH_AUTH.join(', ')}`);
}

function sshTarget(
  uri: ParsedUri,
  params: Params,
  host: string,
  byLibrary: boolean,
  { name, readOnly, session, host: here }: Circumstances,
): SshTarget {
  const socket = `libvirt-sock${readOnly && !session ? '-ro' : ''}`;
  return {
    transport: 'ssh',
    host,
    port: uri.port,
    // The libraries log in as root where nothing else is said, and the program as this user.
    user: uri.user ?? (byLibrary ? 'root' : null),
    // The libraries start no program.
    command: (byLibrary ? null : params.string('command')) ?? 'ssh',
    keyFile: params.string('keyfile'),
    knownHosts: params.string('known_hosts'),
    knownHostsVerify: params.choice('known_hosts_verify', KNOWN_HOSTS_VERIFY),
    sshAuth: sshAuthOf(params),
    verify: !params.flag('no_verify'),
    tty: !params.flag('no_tty'),
    proxy: proxyOf(params, uri),
    netcat: params.string('netcat'),
    socket: params.string('socket') ?? join(session ? runtimeDirectory(here) : OTHER_HOST, socket),
    name,
    readOnly,
  };
}
