import { Duplex } from 'node:stream';
import {
  type CallOptions,
  ConnectCloseReason,
  Connection,
  type ConnectListAllDomainsFlags,
  type ConnectOptions,
  type ConnectResults,
  connect,
  connectAll,
  type Domain,
  type DomainCreateFlags,
  type DomainDefineFlags,
  type FdTransport,
  type KeepaliveSettings,
} from 'libvirt-rpc';
import { describe, expectTypeOf, it } from 'vitest';

describe('connect', () => {
  it('takes a URI, none, or null, and promises a connection', () => {
    expectTypeOf(connect).parameter(0).toEqualTypeOf<string | null | undefined>();
    expectTypeOf(connect).parameter(1).toEqualTypeOf<ConnectOptions | undefined>();
    expectTypeOf(connect).returns.toEqualTypeOf<Promise<Connection>>();
    expectTypeOf(connect).toBeCallableWith();
    expectTypeOf(connect).toBeCallableWith(null, { timeout: 5 });
  });

  it('has options that are known, and no others', () => {
    expectTypeOf<keyof ConnectOptions>().toEqualTypeOf<
      | 'signal'
      | 'timeout'
      | 'callTimeout'
      | 'readOnly'
      | 'fdTransport'
      | 'auth'
      | 'keepalive'
      | 'maxInFlight'
      | 'tls'
      | 'stream'
      | 'reconnect'
    >();
    expectTypeOf<ConnectOptions>().toExtend<CallOptions>();
    expectTypeOf<FdTransport>().toEqualTypeOf<'koffi' | 'usocket' | 'none'>();
    expectTypeOf<ConnectOptions['keepalive']>().toEqualTypeOf<Partial<KeepaliveSettings> | false | undefined>();
    expectTypeOf<KeepaliveSettings>().toEqualTypeOf<{ readonly interval: number; readonly count: number }>();
    // @ts-expect-error a misspelt option is not ignored
    connect('test:///default', { readonly: true });
    // @ts-expect-error a transport that is none
    connect('test:///default', { fdTransport: 'ffi' });
  });

  it('lets every option be undefined, for callers whose own are optional', () => {
    expectTypeOf<{
      signal: undefined;
      timeout: undefined;
      readOnly: undefined;
      fdTransport: undefined;
      auth: undefined;
      keepalive: undefined;
      maxInFlight: undefined;
      callTimeout: undefined;
      tls: undefined;
      stream: undefined;
      reconnect: undefined;
    }>().toExtend<ConnectOptions>();
  });
});

describe('connectAll', () => {
  it('takes URIs and targets, as they come or not', () => {
    expectTypeOf(connectAll).returns.toEqualTypeOf<ConnectResults>();
    expectTypeOf(connectAll).toBeCallableWith(['test:///default', { uri: 'test:///default', timeout: 5 }]);
    async function* uris() {
      yield 'test:///default';
    }
    expectTypeOf(connectAll).toBeCallableWith(uris(), { concurrency: 5, callTimeout: 5 });
    // @ts-expect-error one stream is not for many
    connectAll(uris(), { stream: new Duplex() });
    // @ts-expect-error a target without a URI
    connectAll([{ timeout: 5 }]);
  });

  it('yields a connection or an error, and each tells of the other', async () => {
    for await (const { uri, index, connection, error } of connectAll([])) {
      expectTypeOf(uri).toEqualTypeOf<string>();
      expectTypeOf(index).toEqualTypeOf<number>();
      if (error) {
        expectTypeOf(error).toEqualTypeOf<Error>();
        expectTypeOf(connection).toEqualTypeOf<null>();
      } else expectTypeOf(connection).toEqualTypeOf<Connection>();
    }
  });
});

describe('call options', () => {
  it('are a signal and a timeout', () => {
    expectTypeOf<CallOptions>().toEqualTypeOf<{
      readonly signal?: AbortSignal | undefined;
      readonly timeout?: number | undefined;
    }>();
  });
});

describe('a connection', () => {
  const connection = {} as Connection;

  it('is disposed of with its scope', () => {
    expectTypeOf(connection).toExtend<AsyncDisposable>();
    expectTypeOf(connection.close).toEqualTypeOf<() => Promise<void>>();
  });

  it('tells of its end', () => {
    connection.on('close', (error, reason) => {
      expectTypeOf(error).toEqualTypeOf<Error | null>();
      expectTypeOf(reason).toEqualTypeOf<ConnectCloseReason>();
    });
    // @ts-expect-error there is no such event
    connection.on('closed', () => {});
  });

  it('answers at once what it knows', () => {
    expectTypeOf(connection.isAlive).toEqualTypeOf<() => boolean>();
    expectTypeOf(connection.ref()).toEqualTypeOf<Connection>();
    expectTypeOf(connection.unref()).toEqualTypeOf<Connection>();
    expectTypeOf(connection.transport).toEqualTypeOf<string>();
  });

  it('asks the daemon the rest', () => {
    type Asks<T> = (options?: CallOptions) => Promise<T>;
    expectTypeOf(connection.getURI).toEqualTypeOf<() => string>();
    expectTypeOf(connection.getHostname).toEqualTypeOf<Asks<string>>();
    expectTypeOf(connection.getVersion).toEqualTypeOf<Asks<bigint>>();
    expectTypeOf(connection.getLibVersion).toEqualTypeOf<Asks<bigint>>();
    expectTypeOf(connection.getType).toEqualTypeOf<Asks<string>>();
    expectTypeOf(connection.getCapabilities).toEqualTypeOf<Asks<string>>();
    expectTypeOf(connection.isSecure).toEqualTypeOf<Asks<boolean>>();
    expectTypeOf(connection.isEncrypted).toEqualTypeOf<Asks<boolean>>();
  });

  it('finds and makes domains', () => {
    type Flagged<Arguments extends unknown[], Flags, T> = (
      ...args: [...Arguments, flags?: Flags, options?: CallOptions]
    ) => Promise<T>;
    expectTypeOf(connection.listAllDomains).toEqualTypeOf<Flagged<[], ConnectListAllDomainsFlags, Domain[]>>();
    expectTypeOf(connection.domainCreateXML).toEqualTypeOf<Flagged<[xml: string], DomainCreateFlags, Domain>>();
    expectTypeOf(connection.domainDefineXMLFlags).toEqualTypeOf<Flagged<[xml: string], DomainDefineFlags, Domain>>();
    type Finds<Key> = (key: Key, options?: CallOptions) => Promise<Domain>;
    expectTypeOf(connection.domainDefineXML).toEqualTypeOf<Finds<string>>();
    expectTypeOf(connection.domainLookupByID).toEqualTypeOf<Finds<number>>();
    expectTypeOf(connection.domainLookupByName).toEqualTypeOf<Finds<string>>();
    expectTypeOf(connection.domainLookupByUUID).toEqualTypeOf<Finds<Uint8Array>>();
    expectTypeOf(connection.domainLookupByUUIDString).toEqualTypeOf<Finds<string>>();
  });

  it('tells itself from what is not a connection', () => {
    const other = {} as Connection | string;
    if (other instanceof Connection) expectTypeOf(other).toEqualTypeOf<Connection>();
    else expectTypeOf(other).toEqualTypeOf<string>();
    expectTypeOf(ConnectCloseReason.CLIENT).toExtend<ConnectCloseReason>();
  });
});
