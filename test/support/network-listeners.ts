import { join } from 'node:path';
import { Authority, type Certificate, pkiDirectory } from './network-certificates.js';
import { freePorts } from './network-ports.js';

/** What a daemon listens with on the loopback interface, by TCP and by TLS, and what its clients need for that. */
export class Listeners {
  readonly authority: Authority;
  /** A directory for `pkipath=`, with a client that the daemon lets in. */
  readonly pki: string;
  /** That of the daemon. */
  readonly server: Certificate;
  readonly tcpPort: number;
  readonly tlsPort: number;
  /** Lines of libvirtd.conf; the daemon is started with `--listen`. */
  readonly config: string;

  private constructor(folder: string, ports: readonly [number, number], auth: 'none' | 'sasl') {
    const [tcpPort, tlsPort] = ports;
    this.tcpPort = tcpPort;
    this.tlsPort = tlsPort;
    this.authority = new Authority(join(folder, 'authority'), 'authority');
    const hosts = ['DNS:localhost', 'IP:127.0.0.1'];
    this.server = this.authority.sign({ name: 'localhost', hosts, usage: 'serverAuth' });
    this.pki = pkiDirectory(join(folder, 'pki'), this.authority.cert, this.authority.sign({ name: 'client' }));
    const lines = {
      listen_tcp: 1,
      listen_tls: 1,
      listen_addr: '"127.0.0.1"',
      auth_tcp: `"${auth}"`,
      auth_tls: `"${auth}"`,
      tcp_port: `"${tcpPort}"`,
      tls_port: `"${tlsPort}"`,
      key_file: `"${this.server.key}"`,
      cert_file: `"${this.server.cert}"`,
      ca_file: `"${this.authority.cert}"`,
    };
    this.config = Object.entries(lines)
      .map(([key, value]) => `${key} = ${value}\n`)
      .join('');
  }

  /** @param auth what a client is asked for on both */
  static async make(folder: string, auth: 'none' | 'sasl' = 'none'): Promise<Listeners> {
    const [tcp = 0, tls = 0] = await freePorts(2);
    return new Listeners(folder, [tcp, tls], auth);
  }
}
