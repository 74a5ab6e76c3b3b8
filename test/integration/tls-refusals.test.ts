import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AuthError, ConnectionError, type ConnectOptions, connect, UnsupportedError } from '../../src/index.js';
import { open, useFolder } from '../support/integration-daemon.js';
import { Authority, pkiDirectory } from '../support/network-certificates.js';
import { useNetworkHost } from '../support/network-host.js';
import { virshFailure } from '../support/network-virsh.js';

const folder = useFolder();
const host = useNetworkHost(folder, 'tls_allowed_dn_list = ["CN=client", "CN=other"]\n');

const uri = (params: string, server = 'localhost'): string => `test://${server}:${host().tlsPort}/default?${params}`;

async function failure(to: string, options?: ConnectOptions): Promise<Error & { reason?: string }> {
  const error: unknown = await connect(to, { timeout: 10_000, ...options }).then(
    (connection) => connection.close().then(() => new Error('the connection was made')),
    (reason: unknown) => reason,
  );
  return error as Error;
}

let directories = 0;
/** A directory of keys and certificates, where virsh cannot connect by either. */
function pki(ca: string, client?: { cert: string; key: string }): string {
  return pkiDirectory(join(folder, `pki-${++directories}`), ca, client);
}

describe('a client that the daemon does not let in', () => {
  it.each<[string, () => string]>([
    ['without a certificate', () => pki(host().authority.cert)],
    ['whose name is not allowed', () => pki(host().authority.cert, host().authority.sign({ name: 'stranger' }))],
    [
      'whose certificate has expired',
      () => `${pki(host().authority.cert, host().authority.sign({ name: 'client', days: -1 }))}&no_sanity=1`,
    ],
    [
      'of another authority',
      () => {
        const other = new Authority(join(folder, `other-${++directories}`), 'other');
        return `${pki(host().authority.cert, other.sign({ name: 'client' }))}&no_sanity=1`;
      },
    ],
  ])('%s', async (_, directory) => {
    const to = uri(`pkipath=${directory()}`);
    const error = await failure(to);
    expect(error).toBeInstanceOf(AuthError);
    expect(error.reason).toBe('denied');
    expect(error.message).toMatch(/^localhost:\d+ did not accept this client: it /u);
    expect(error.message).toContain('tls_allowed_dn_list');
    expect(await virshFailure(to)).toMatch(/certificate|Cannot read|TLS|handshake/iu);
  });
});

describe('a daemon that is not to be trusted', () => {
  it('is one of an unknown authority', async () => {
    const other = new Authority(join(folder, 'unknown'), 'unknown');
    const to = uri(`pkipath=${pki(other.cert)}`);
    const error = await failure(to);
    expect(error).toMatchObject({ name: 'AuthError', reason: 'proof' });
    expect(error.message).toContain('no authority that is trusted here has signed it (');
    expect((error.cause as NodeJS.ErrnoException).code).toMatch(/^[A-Z_]+$/u);
    expect(await virshFailure(to)).toContain("hasn't got a known issuer");
  });

  it('is one with a certificate for another host', async () => {
    const elsewhere = uri(`pkipath=${host().pki}`, '127.0.0.2');
    const named = await failure(uri(`pkipath=${host().pki}`), { tls: { servername: 'box' } });
    expect(named).toMatchObject({
      name: 'AuthError',
      reason: 'proof',
      cause: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    });
    expect(named.message).toContain('it is for another host (');
    expect((await failure(elsewhere)).name).toBe('ConnectionError');
    expect(await virshFailure(elsewhere)).toContain('unable to connect to server');
  });

  it('is connected to all the same where that is asked for', async () => {
    const other = new Authority(join(folder, 'unasked'), 'unasked');
    const directory = pki(other.cert, host().authority.sign({ name: 'other' }));
    const connection = await open(uri(`pkipath=${directory}&no_verify=1&no_sanity=1`));
    expect(await connection.getType()).toBe('TEST');
  });
});

describe('this side’s own mistakes are said before anything is sent', () => {
  it('no authority', async () => {
    const to = uri(`pkipath=${join(folder, 'nowhere')}`);
    expect(await failure(to)).toMatchObject({ name: 'AuthError', reason: 'credentials' });
    expect((await failure(to)).message).toContain('nowhere/cacert.pem is not there');
    expect(await virshFailure(to)).toContain('Cannot read CA certificate');
  });

  it('an expired certificate', async () => {
    const to = uri(`pkipath=${pki(host().authority.cert, host().authority.sign({ name: 'client', days: -1 }))}`);
    expect((await failure(to)).message).toMatch(/clientcert\.pem has expired, on /u);
    expect(await virshFailure(to)).toContain('has expired');
  });

  it('a certificate of another authority', async () => {
    const other = new Authority(join(folder, 'mine'), 'mine');
    const to = uri(`pkipath=${pki(host().authority.cert, other.sign({ name: 'client' }))}`);
    expect((await failure(to)).message).toContain('clientcert.pem is signed by none of the authorities in');
    expect(await virshFailure(to)).toContain('failed validation');
  });

  it('ciphers by GnuTLS’s names', async () => {
    expect(await failure(uri(`pkipath=${host().pki}&tls_priority=SECURE256`))).toBeInstanceOf(UnsupportedError);
  });

  it('TLS’s options without TLS, and descriptors', async () => {
    const tcp = `test+tcp://127.0.0.1:${host().tcpPort}/default`;
    expect((await failure(tcp, { tls: {} })).message).toContain('options.tls is for a URI with +tls');
    expect(await failure(tcp, { fdTransport: 'koffi' })).toBeInstanceOf(UnsupportedError);
  });
});

describe('a daemon is let in, and lets in', () => {
  it('with keys and certificates that are given', async () => {
    const { cert, key } = host().authority.sign({ name: 'other' });
    const encrypted = execFileSync('openssl', ['ec', '-in', key, '-aes128', '-passout', 'pass:open sesame'], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    const tls = { ca: Buffer.from(host().authority.pem), cert: readFileSync(cert), key: encrypted };
    const connection = await open(uri('no_tty=1'), { tls: { ...tls, passphrase: 'open sesame' } });
    expect(await connection.getType()).toBe('TEST');
    const wrong = await failure(uri('no_tty=1'), { tls: { ...tls, passphrase: 'close sesame' } });
    expect(wrong).toMatchObject({ name: 'AuthError', reason: 'credentials' });
    expect(wrong.message).not.toContain('sesame');
  });

  it.each(['NORMAL:-VERS-TLS1.3', 'NORMAL:-VERS-ALL:+VERS-TLS1.3'])('by %s', async (priority) => {
    const connection = await open(uri(`pkipath=${host().pki}&tls_priority=${encodeURIComponent(priority)}`));
    expect(await connection.isEncrypted()).toBe(true);
    // A refusal is found out by either version.
    const refused = await failure(
      uri(`pkipath=${pki(host().authority.cert)}&tls_priority=${encodeURIComponent(priority)}`),
    );
    expect(refused).toMatchObject({ name: 'AuthError', reason: 'denied' });
  });
});

describe('a port that is for something else', () => {
  it('is said to be', async () => {
    const error = await failure(`test://localhost:${host().tcpPort}/default?pkipath=${host().pki}`);
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toContain('hung up in the TLS handshake. Is that a port for TLS');
    const tcp = await failure(`test+tcp://127.0.0.1:${host().tlsPort}/default`);
    expect(tcp).toBeInstanceOf(ConnectionError);
    expect(tcp.message).toContain('hung up on a daemon’s first question'.replace('’', "'"));
    expect(tcp.message).toContain('is reached by +tls');
  });
});
