// @ts-check
import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string} command @param {readonly string[]} [more] */
function openssl(command, more = []) {
  execFileSync('openssl', [...command.split(' '), ...more], { stdio: 'ignore' });
}

const KEY = '-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes';

/**
 * Makes an authority, and has it sign certificates for a daemon of this host and for its client. The folder is one as
 * `pkipath=` names one, with `server.pem` and `server.key` beside.
 *
 * @param {string} folder
 */
export function makeCertificates(folder) {
  const file = (/** @type {string} */ name) => join(folder, name);
  openssl(`req -x509 ${KEY} -days 2 -subj /CN=bench -keyout ${file('ca.key')} -out ${file('cacert.pem')}`, [
    '-addext',
    'keyUsage=critical,keyCertSign,cRLSign',
  ]);
  for (const [name, cert, key] of /** @type {const} */ ([
    ['server', 'server.pem', 'server.key'],
    ['client', 'clientcert.pem', 'clientkey.pem'],
  ])) {
    openssl(`req -new ${KEY} -subj /CN=localhost -keyout ${file(key)} -out ${file(`${name}.csr`)}`);
    writeFileSync(
      file(`${name}.ext`),
      `basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nextendedKeyUsage=${name}Auth\nsubjectAltName=DNS:localhost\n`,
    );
    openssl(
      `x509 -req -in ${file(`${name}.csr`)} -CA ${file('cacert.pem')} -CAkey ${file('ca.key')} -CAcreateserial -days 2 ` +
        `-extfile ${file(`${name}.ext`)} -out ${file(cert)}`,
    );
    // The daemon is another user's.
    chmodSync(file(key), 0o644);
  }
  chmodSync(folder, 0o755);
}
