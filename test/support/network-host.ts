import { chmodSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type PrivateDaemon, startDaemon } from '../../scripts/daemon/index.mjs';
import type { ConnectOptions } from '../../src/index.js';
import type { Authority, Certificate } from './network-certificates.js';
import { Listeners } from './network-listeners.js';
import { freePorts } from './network-ports.js';
import { PrivateSshd } from './network-sshd.js';

/** A way to a daemon. */
export interface Way {
  readonly uri: string;
  readonly options?: ConnectOptions;
}

/** The names of the ways that there are to a host's daemon. */
export const WAYS = [
  'unix',
  'tcp',
  'tls',
  'ssh by netcat',
  'ssh by virt-ssh-helper',
  'libssh',
  'ext',
  'a stream',
  'a dialer',
  'TLS on a stream',
] as const;

/** A host with a daemon that can be reached in every way, and with an sshd. */
export class NetworkHost {
  readonly daemon: PrivateDaemon;
  readonly sshd: PrivateSshd;
  readonly folder: string;
  readonly authority: Authority;
  /** The daemon's certificate. */
  readonly server: Certificate;
  readonly tcpPort: number;
  readonly tlsPort: number;
  /** A directory for `pkipath=`, with a client that the daemon lets in. */
  readonly pki: string;
  /** A program that leads to the daemon. */
  readonly program: string;

  private constructor(folder: string, daemon: PrivateDaemon, sshd: PrivateSshd, listeners: Listeners) {
    this.folder = folder;
    this.daemon = daemon;
    this.sshd = sshd;
    this.authority = listeners.authority;
    this.server = listeners.server;
    this.tcpPort = listeners.tcpPort;
    this.tlsPort = listeners.tlsPort;
    this.pki = listeners.pki;
    this.program = join(folder, 'way');
    writeFileSync(this.program, `#!/bin/sh\nexec nc -U ${daemon.socket}\n`);
    chmodSync(this.program, 0o755);
  }

  /** @param config more lines of libvirtd.conf */
  static async start(folder: string, config = ''): Promise<NetworkHost> {
    const listeners = await Listeners.make(folder);
    const [sshPort = 0] = await freePorts(1);
    const daemon = await startDaemon({ args: ['--listen'], config: { libvirtd: listeners.config + config } });
    const sshd = new PrivateSshd(join(folder, 'sshd'), sshPort);
    const helper = join(folder, 'helper');
    // The daemon is another process when it has been started again.
    writeFileSync(
      helper,
      `#!/bin/sh\npid=$(cat ${daemon.state}/run/libvirtd.pid) || exit\n` +
        'exec /usr/bin/nsenter --mount --target "$pid" /usr/bin/virt-ssh-helper "$@"\n',
    );
    chmodSync(helper, 0o755);
    try {
      await sshd.start({ nc: '/bin/nc', 'virt-ssh-helper': helper });
    } catch (error) {
      await daemon.stop();
      throw error;
    }
    return new NetworkHost(folder, daemon, sshd, listeners);
  }

  async stop(): Promise<void> {
    await this.sshd.stop();
    await this.daemon.stop();
  }

  /** @param driver `'test'`, `'qemu'`, … */
  way(name: (typeof WAYS)[number], driver: string): Way {
    const { daemon, sshd, tcpPort, tlsPort, pki } = this;
    const path = driver === 'test' ? '/default' : '/system';
    const ssh = `127.0.0.1:${sshd.port}${path}`;
    const dialer = (): net.Socket => net.connect(daemon.socket);
    switch (name) {
      case 'unix':
        return { uri: daemon.uri(driver) };
      case 'tcp':
        return { uri: `${driver}+tcp://127.0.0.1:${tcpPort}${path}` };
      case 'tls':
        return { uri: `${driver}://localhost:${tlsPort}${path}?pkipath=${pki}` };
      case 'ssh by netcat':
        return { uri: `${driver}+ssh://${ssh}?${sshd.params({ socket: daemon.socket })}` };
      case 'ssh by virt-ssh-helper':
        return { uri: `${driver}+ssh://${ssh}?${sshd.params({ proxy: 'native' })}` };
      case 'libssh':
        return { uri: `${driver}+libssh://${ssh}?${sshd.params({ sshauth: 'privkey' })}` };
      case 'ext':
        return { uri: `${driver}+ext://${path}?command=${this.program}` };
      case 'a stream':
        return { uri: `${driver}://${path}`, options: { stream: dialer() } };
      case 'a dialer':
        return { uri: `${driver}://${path}`, options: { stream: dialer } };
      case 'TLS on a stream':
        return {
          uri: `${driver}://localhost${path}?pkipath=${pki}`,
          options: { stream: () => net.connect(tlsPort, '127.0.0.1') },
        };
    }
  }
}

/** A host that the tests of a file share. */
export function useNetworkHost(folder: string, config?: string): () => NetworkHost {
  let host: NetworkHost | undefined;
  beforeAll(async () => {
    host = await NetworkHost.start(folder, config);
  });
  afterAll(() => host?.stop());
  return () => {
    if (host === undefined) throw new Error('the host is there only during tests');
    return host;
  };
}
