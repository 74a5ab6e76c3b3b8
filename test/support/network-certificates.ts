import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a certificate is made with. */
export interface CertificateOptions {
  /** The name of its owner. */
  readonly name: string;
  /** The hosts that it is for: `'DNS:localhost'`, `'IP:127.0.0.1'`. */
  readonly hosts?: readonly string[];
  readonly usage?: 'serverAuth' | 'clientAuth';
  /** Days from now; a negative number is of the past. Default: 2 */
  readonly days?: number;
}

/** A certificate and its key: where they are. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const PAST = '20200101000000Z';

/** An authority of a test's own, in a folder, that signs certificates. */
export class Authority {
  readonly folder: string;
  /** Its own certificate. */
  readonly cert: string;
  readonly #key: string;
  #made = 0;

  constructor(folder: string, name: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    this.cert = join(folder, 'ca.pem');
    this.#key = join(folder, 'ca.key');
    openssl(
      `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=${name} -keyout ${this.#key} -out ${this.cert}`,
      ['-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
    );
  }

  get pem(): string {
    return readFileSync(this.cert, 'utf8');
  }

  sign({ name, hosts = [], usage = 'clientAuth', days = 2 }: CertificateOptions): Certificate {
    const base = join(this.folder, `certificate-${++this.#made}`);
    const [cert, key, request, extensions] = [`${base}.pem`, `${base}.key`, `${base}.csr`, `${base}.ext`];
    openssl(
      `req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=${name} -keyout ${key} -out ${request}`,
    );
    writeFileSync(
      extensions,
      `basicConstraints=CA:FALSE\nkeyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=${usage}\n` +
        (hosts.length > 0 ? `subjectAltName=${hosts.join(',')}\n` : ''),
    );
    if (days > 0) {
      openssl(
        `x509 -req -in ${request} -CA ${this.cert} -CAkey ${this.#key} -CAcreateserial -days ${days} -extfile ${extensions} -out ${cert}`,
      );
    } else this.#signInThePast(request, extensions, cert);
    return { cert, key };
  }

  /** Only this command of openssl's signs for a time that is over. */
  #signInThePast(request: string, extensions: string, cert: string): void {
    const config = join(this.folder, 'ca.conf');
    const database = join(this.folder, 'ca.index');
    writeFileSync(database, '');
    writeFileSync(
      config,
      `[ca]\ndefault_ca=own\n[own]\ndatabase=${database}\nnew_certs_dir=${this.folder}\nrand_serial=yes\n` +
        'default_md=sha256\npolicy=any\nunique_subject=no\n[any]\ncommonName=supplied\n',
    );
    openssl(
      `ca -batch -config ${config} -in ${request} -cert ${this.cert} -keyfile ${this.#key} -startdate ${PAST} -enddate 20200102000000Z -extfile ${extensions} -out ${cert} -notext`,
    );
  }
}

function openssl(command: string, more: readonly string[] = []): void {
  execFileSync('openssl', [...command.split(' '), ...more], { stdio: 'pipe' });
}

/** A directory as `pkipath=` names one, with an authority's certificate, and a client's where it is to have one. */
export function pkiDirectory(folder: string, ca: string, client?: Certificate): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'cacert.pem'), readFileSync(ca));
  if (client !== undefined) {
    writeFileSync(join(folder, 'clientcert.pem'), readFileSync(client.cert));
    writeFileSync(join(folder, 'clientkey.pem'), readFileSync(client.key));
  }
  return folder;
}
