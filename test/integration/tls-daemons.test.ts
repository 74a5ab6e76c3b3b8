import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startDaemon } from '../../scripts/daemon/index.mjs';
import { connect } from '../../src/index.js';
import { useFolder } from '../support/integration-daemon.js';
import { Authority, type CertificateOptions, pkiDirectory } from '../support/network-certificates.js';
import { freePorts } from '../support/network-ports.js';
import { virshFailure } from '../support/network-virsh.js';

const folder = useFolder();
const authority = new Authority(join(folder, 'authority'), 'authority');
const pki = pkiDirectory(join(folder, 'pki'), authority.cert, authority.sign({ name: 'client' }));

/** The port of a daemon that shows such a certificate. */
async function daemonWith(options: CertificateOptions): Promise<number> {
  const { cert, key } = authority.sign({ usage: 'serverAuth', ...options });
  const [port = 0] = await freePorts(1);
  const libvirtd =
    `listen_tcp = 0\nlisten_addr = "127.0.0.1"\ntls_port = "${port}"\ntls_no_sanity_certificate = 1\n` +
    `cert_file = "${cert}"\nkey_file = "${key}"\nca_file = "${authority.cert}"\n`;
  const daemon = await startDaemon({ args: ['--listen'], config: { libvirtd } });
  onTestFinished(() => daemon.stop());
  return port;
}

it.each<[string, CertificateOptions, string, RegExp, RegExp]>([
  [
    'has expired',
    { name: 'localhost', hosts: ['DNS:localhost'], days: -1 },
    'CERT_HAS_EXPIRED',
    /the certificate of localhost:\d+ is not to be trusted: it, or that of an authority above it, has expired/u,
    /not trusted|expired/u,
  ],
  [
    'is for another host',
    { name: 'box', hosts: ['DNS:box.example'] },
    'ERR_TLS_CERT_ALTNAME_INVALID',
    /is not to be trusted: it is for another host \(.*box\.example/u,
    /owner does not match the hostname|Failed to verify/u,
  ],
])('a daemon whose certificate %s', async (_, options, code, message, virsh) => {
  const port = await daemonWith(options);
  const uri = `test://localhost:${port}/default?pkipath=${pki}`;
  const error = (await connect(uri, { timeout: 10_000 }).catch((reason: unknown) => reason)) as Error;
  expect(error).toMatchObject({ name: 'AuthError', reason: 'proof', cause: { code } });
  expect(error.message).toMatch(message);
  expect(await virshFailure(uri)).toMatch(virsh);
});
