import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type PrivateDaemon, startDaemon } from '../../scripts/daemon/index.mjs';
import { Kdc } from './integration-kerberos.js';
import { type SaslUsers, saslDaemon } from './integration-sasl.js';
import { Listeners } from './network-listeners.js';

/** A daemon that asks for SASL on its UNIX socket, by TCP and by TLS, in a realm of Kerberos. */
export class LoginHost {
  readonly daemon: PrivateDaemon;
  readonly kdc: Kdc;
  readonly listeners: Listeners;

  private constructor(daemon: PrivateDaemon, kdc: Kdc, listeners: Listeners) {
    this.daemon = daemon;
    this.kdc = kdc;
    this.listeners = listeners;
  }

  /**
   * @param users names and passwords, by SASL's own and by Kerberos
   * @param config more lines of libvirtd.conf
   */
  static async start(
    folder: string,
    mechanisms: readonly string[],
    users: { readonly sasl: SaslUsers; readonly kerberos: SaslUsers },
    config = '',
  ): Promise<LoginHost> {
    mkdirSync(folder, { recursive: true });
    const kdc = await Kdc.start(folder, users.kerberos);
    try {
      const listeners = await Listeners.make(join(folder, 'listeners'), 'sasl');
      const options = saslDaemon(folder, mechanisms, users.sasl, listeners.config + config);
      const env = { ...options.env, ...kdc.env, KRB5_KTNAME: kdc.keytab };
      return new LoginHost(await startDaemon({ ...options, args: ['--listen'], env }), kdc, listeners);
    } catch (error) {
      await kdc.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.daemon.stop();
    await this.kdc.stop();
  }

  /** @param more parameters of the URI */
  uri(by: 'unix' | 'tcp' | 'tls', driver = 'test', more: Readonly<Record<string, string>> = {}): string {
    const path = driver === 'test' ? '/default' : '/system';
    const { tcpPort, tlsPort, pki } = this.listeners;
    const params = (all: Readonly<Record<string, string>>): string =>
      Object.entries(all).length === 0 ? '' : `?${new URLSearchParams(all)}`;
    switch (by) {
      case 'unix':
        return this.daemon.uri(driver, { params: more });
      case 'tcp':
        return `${driver}+tcp://localhost:${tcpPort}${path}${params(more)}`;
      case 'tls':
        return `${driver}://localhost:${tlsPort}${path}${params({ pkipath: pki, ...more })}`;
    }
  }
}

/** A host that the tests of a file share. */
export function useLoginHost(...args: Parameters<typeof LoginHost.start>): () => LoginHost {
  let host: LoginHost | undefined;
  beforeAll(async () => {
    host = await LoginHost.start(...args);
  });
  afterAll(() => host?.stop());
  return () => {
    if (host === undefined) throw new Error('the host is there only during tests');
    return host;
  };
}
