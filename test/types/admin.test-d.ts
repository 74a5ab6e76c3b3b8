import {
  type AdmClient,
  type AdmClientInfo,
  type AdmClientLimits,
  AdmConnectDaemonShutdownFlags,
  type AdmConnection,
  type AdmServer,
  type AdmThreadPoolParameters,
  type CallOptions,
  type ClientTransport,
  type ConnectAdminOptions,
  ConnectCloseReason,
  type Connection,
  connectAdmin,
  DomainCreateFlags,
  type ReconnectOptions,
} from 'libvirt-rpc';
import { describe, expectTypeOf, it } from 'vitest';

type Flagged<Arguments extends unknown[], T> = (
  ...args: [...Arguments, flags?: number, options?: CallOptions]
) => Promise<T>;

describe('connectAdmin', () => {
  it('takes a URI, none, or null, and promises an admin connection', () => {
    expectTypeOf(connectAdmin).parameter(0).toEqualTypeOf<string | null | undefined>();
    expectTypeOf(connectAdmin).parameter(1).toEqualTypeOf<ConnectAdminOptions | undefined>();
    expectTypeOf(connectAdmin).returns.toEqualTypeOf<Promise<AdmConnection>>();
    expectTypeOf(connectAdmin).toBeCallableWith();
    expectTypeOf<keyof ConnectAdminOptions>().toEqualTypeOf<
      'signal' | 'timeout' | 'callTimeout' | 'keepalive' | 'maxInFlight' | 'reconnect'
    >();
    expectTypeOf<ConnectAdminOptions['reconnect']>().toEqualTypeOf<boolean | ReconnectOptions | undefined>();
    // @ts-expect-error there is no read-only admin server
    connectAdmin('libvirtd:///system', { readOnly: true });
  });
});

describe('an admin connection', () => {
  const admin = {} as AdmConnection;

  it('lives as a connection does, and is another', () => {
    expectTypeOf(admin).toExtend<AsyncDisposable>();
    expectTypeOf(admin.isAlive).toEqualTypeOf<() => boolean>();
    expectTypeOf(admin.unref()).toEqualTypeOf<AdmConnection>();
    admin.on('close', (error, reason) => {
      expectTypeOf(error).toEqualTypeOf<Error | null>();
      expectTypeOf(reason).toEqualTypeOf<ConnectCloseReason>();
      if (reason === ConnectCloseReason.KEEPALIVE) expectTypeOf(reason).toExtend<2>();
    });
    expectTypeOf<AdmConnection>().not.toExtend<Connection>();
  });

  it('knows its URI, and asks the daemon the rest', () => {
    expectTypeOf(admin.uri).toEqualTypeOf<string>();
    expectTypeOf(admin.getURI).toEqualTypeOf<() => string>();
    expectTypeOf(admin.getLibVersion).toEqualTypeOf<(options?: CallOptions) => Promise<bigint>>();
    expectTypeOf(admin.listServers).toEqualTypeOf<Flagged<[], AdmServer[]>>();
    expectTypeOf(admin.lookupServer).toEqualTypeOf<Flagged<[name: string], AdmServer>>();
    expectTypeOf(admin.getLoggingOutputs).toEqualTypeOf<Flagged<[], string>>();
    expectTypeOf(admin.getLoggingFilters).toEqualTypeOf<Flagged<[], string | null>>();
    expectTypeOf(admin.setLoggingOutputs).toEqualTypeOf<Flagged<[outputs: string | null], void>>();
    expectTypeOf(admin.setLoggingFilters).toEqualTypeOf<Flagged<[filters: string | null], void>>();
    expectTypeOf(admin.setDaemonTimeout).toEqualTypeOf<Flagged<[timeout: number], void>>();
    expectTypeOf(admin.daemonShutdown).toBeCallableWith(AdmConnectDaemonShutdownFlags.DAEMON_SHUTDOWN_PRESERVE);
    // @ts-expect-error flags of another function
    admin.daemonShutdown(DomainCreateFlags.START_PAUSED);
  });
});

describe('a server', () => {
  const server = {} as AdmServer;

  it('has threads, of which some numbers can be set', () => {
    expectTypeOf(server.connection).toEqualTypeOf<AdmConnection>();
    expectTypeOf(server.name).toEqualTypeOf<string>();
    expectTypeOf(server.getName).toEqualTypeOf<() => string>();
    expectTypeOf(server.getThreadPoolParameters).toEqualTypeOf<Flagged<[], AdmThreadPoolParameters>>();
    expectTypeOf<AdmThreadPoolParameters['freeWorkers']>().toEqualTypeOf<number>();
    expectTypeOf(server.setThreadPoolParameters).toBeCallableWith({ minWorkers: 1, maxWorkers: 5n });
    expectTypeOf(server.setThreadPoolParameters).toBeCallableWith({ minWorkers: undefined });
    // @ts-expect-error nothing to set
    server.setThreadPoolParameters();
    // @ts-expect-error no value
    server.setThreadPoolParameters({ minWorkers: null });
  });

  it('has clients, and limits of how many', () => {
    expectTypeOf(server.getClientLimits).toEqualTypeOf<Flagged<[], AdmClientLimits>>();
    expectTypeOf<AdmClientLimits['nclients_unauth_max']>().toEqualTypeOf<number>();
    expectTypeOf(server.setClientLimits).toBeCallableWith({ nclients_max: 100 });
    expectTypeOf(server.listClients).toEqualTypeOf<Flagged<[], AdmClient[]>>();
    expectTypeOf(server.lookupClient).toEqualTypeOf<Flagged<[id: bigint], AdmClient>>();
    expectTypeOf(server.updateTlsFiles).toEqualTypeOf<Flagged<[], void>>();
  });
});

describe('a client', () => {
  const client = {} as AdmClient;

  it('is known by numbers of 64 bits', () => {
    expectTypeOf(client.id).toEqualTypeOf<bigint>();
    expectTypeOf(client.timestamp).toEqualTypeOf<bigint>();
    expectTypeOf(client.transport).toEqualTypeOf<ClientTransport>();
    expectTypeOf(client.getID).toEqualTypeOf<() => bigint>();
    expectTypeOf(client.getTimestamp).toEqualTypeOf<() => bigint>();
    expectTypeOf(client.getTransport).toEqualTypeOf<() => ClientTransport>();
    expectTypeOf(client.close).toEqualTypeOf<Flagged<[], void>>();
  });

  it('has what its transport tells', () => {
    expectTypeOf(client.getInfo).toEqualTypeOf<Flagged<[], AdmClientInfo>>();
    expectTypeOf<AdmClientInfo['readonly']>().toEqualTypeOf<boolean>();
    expectTypeOf<AdmClientInfo['unix_process_id']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<AdmClientInfo['sock_addr']>().toEqualTypeOf<string | undefined>();
  });
});
