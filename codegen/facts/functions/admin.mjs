// @ts-check

/** @typedef {import('./index.mjs').FunctionFacts} FunctionFacts */

const THREADS = '`minWorkers`, `maxWorkers`, `prioWorkers`';
const LIMITS = '`nclients_max`, `nclients_unauth_max`';

/**
 * The administration of a daemon itself.
 *
 * @type {Record<string, FunctionFacts>}
 */
export const FUNCTIONS = {
  virAdmConnectClose: { summary: 'Closes the connection to the daemon.' },
  virAdmConnectIsAlive: { summary: 'Whether the connection to the daemon is open, as far as this side knows.' },
  virAdmConnectGetURI: { summary: 'The URI of the daemon that is connected to.' },
  virAdmConnectGetLibVersion: {
    summary: 'The version of the libvirt that the daemon is of.',
    returns: '1,000,000 × major + 1,000 × minor + release',
  },
  virAdmConnectListServers: { summary: 'Every server of the daemon.', flags: [] },
  virAdmConnectLookupServer: {
    summary: "Finds a server of the daemon by its name: `'libvirtd'`, `'admin'`, …",
    flags: [],
    errors: ['`VIR_ERR_NO_SERVER` where there is none'],
  },
  virAdmConnectGetLoggingOutputs: {
    summary: 'Where the daemon writes its log to.',
    flags: [],
    returns: "outputs with spaces between them: `'1:file:/var/log/libvirt/libvirtd.log 3:journald'`",
  },
  virAdmConnectGetLoggingFilters: {
    summary: 'What the daemon writes to its log, by part of it.',
    flags: [],
    returns: "filters with spaces between them: `'1:qemu 3:util'`; empty where there are none",
  },
  virAdmConnectSetLoggingOutputs: {
    summary: 'Sets where the daemon writes its log to, until it ends.',
    params: { outputs: "outputs with spaces between them: `'3:journald'`; null or empty: the daemon's default" },
    flags: [],
  },
  virAdmConnectSetLoggingFilters: {
    summary: 'Sets what the daemon writes to its log, by part of it, until it ends.',
    params: { filters: "filters with spaces between them: `'1:qemu 3:util'`; null or empty: none" },
    flags: [],
  },
  virAdmConnectSetDaemonTimeout: {
    summary: 'Sets how long the daemon stays when nobody uses it.',
    params: { timeout: 's; 0: for ever' },
    flags: [],
  },
  virAdmConnectDaemonShutdown: {
    summary: 'Ends the daemon, and with the flag has it put its domains away as it does when its host shuts down.',
    flags: 'AdmConnectDaemonShutdownFlags',
  },

  virAdmServerGetName: { summary: "The server's name, by which its daemon knows it." },
  virAdmServerGetThreadPoolParameters: {
    summary: 'How many threads the server has to work with.',
    flags: [],
    returns: `${THREADS}, \`nWorkers\`, \`freeWorkers\`, \`jobQueueDepth\``,
  },
  virAdmServerSetThreadPoolParameters: {
    summary: 'Sets how many threads the server has to work with.',
    params: { params: THREADS },
    flags: [],
  },
  virAdmServerGetClientLimits: {
    summary: 'How many clients the server takes, and has.',
    flags: [],
    returns: `${LIMITS}, \`nclients\`, \`nclients_unauth\``,
  },
  virAdmServerSetClientLimits: {
    summary: 'Sets how many clients the server takes.',
    params: { params: LIMITS },
    flags: [],
  },
  virAdmServerListClients: { summary: 'Every client that is connected to the server.', flags: [] },
  virAdmServerLookupClient: {
    summary: 'Finds a client of the server by its number.',
    flags: [],
    errors: ['`VIR_ERR_NO_CLIENT` where there is none'],
  },
  virAdmServerUpdateTlsFiles: {
    summary: 'Has the server read its TLS certificates and keys again, for connections to come.',
    flags: [],
  },

  virAdmClientGetID: { summary: "The client's number, unique on its server." },
  virAdmClientGetTimestamp: { summary: 'When the client connected.', returns: 's since 1970' },
  virAdmClientGetTransport: { summary: 'How the client connected.', returnsEnum: 'ClientTransport' },
  virAdmClientGetInfo: {
    summary: 'Who the client is, as far as its server knows.',
    flags: [],
    returns: '`readonly`, `sock_addr`, `unix_user_id`, `unix_process_id`, `sasl_user_name`, `tls_x509_dname`, …',
  },
  virAdmClientClose: { summary: "Has the server close the client's connection.", flags: [] },
};
