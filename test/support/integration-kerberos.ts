import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, connect as dial } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const REALM = 'LIBVIRT.TEST';

/** A port of the loopback interface that nobody has. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}

/** Waits until somebody listens there. */
export async function untilListening(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const socket = dial(port, '127.0.0.1');
    const listening = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (listening) return;
    await sleep(50);
  }
  throw new Error(`nobody listens on port ${port}`);
}

/** What a realm's hosts are called depends on no name service, and its KDC is asked by TCP. */
function config(port: number): string {
  return `[libdefaults]
default_realm = ${REALM}
dns_lookup_kdc = false
dns_lookup_realm = false
dns_canonicalize_hostname = false
rdns = false
ignore_acceptor_hostname = true
udp_preference_limit = 1
[realms]
${REALM} = {
  kdc = 127.0.0.1:${port}
}
[domain_realm]
localhost = ${REALM}
`;
}

/** A realm of Kerberos with a KDC of its own, on the loopback interface. */
export class Kdc {
  /** What everybody in the realm has in their environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The keys of the libvirt daemon. */
  readonly keytab: string;
  readonly #folder: string;
  readonly #process: ReturnType<typeof spawn>;

  private constructor(folder: string, env: Readonly<Record<string, string>>) {
    this.#folder = folder;
    this.env = env;
    this.keytab = join(folder, 'libvirt.keytab');
    this.#process = spawn('krb5kdc', ['-n'], { env: { ...process.env, ...env }, stdio: 'ignore' });
  }

  /** @param users passwords by name */
  static async start(parent: string, users: Readonly<Record<string, string>>): Promise<Kdc> {
    const folder = join(parent, 'kdc');
    mkdirSync(folder);
    const port = await freePort();
    const env = { KRB5_CONFIG: join(folder, 'krb5.conf'), KRB5_KDC_PROFILE: join(folder, 'kdc.conf') };
    writeFileSync(env.KRB5_CONFIG, config(port));
    writeFileSync(
      env.KRB5_KDC_PROFILE,
      `[kdcdefaults]
kdc_listen = 127.0.0.1:${port}
kdc_tcp_listen = 127.0.0.1:${port}
[realms]
${REALM} = {
  database_name = ${join(folder, 'principal')}
  key_stash_file = ${join(folder, 'stash')}
  acl_file = ${join(folder, 'acl')}
}
`,
    );
    const run = (program: string, ...args: readonly string[]): void => {
      execFileSync(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
    };
    run('kdb5_util', 'create', '-s', '-P', 'master', '-r', REALM);
    const principals = Object.entries(users).map(([name, password]) => `addprinc -pw ${password} ${name}`);
    const services = ['localhost', hostname()].flatMap((host) => [
      `addprinc -randkey libvirt/${host}`,
      `ktadd -k ${join(folder, 'libvirt.keytab')} libvirt/${host}`,
    ]);
    for (const query of [...principals, ...services]) run('kadmin.local', '-q', query);
    const kdc = new Kdc(folder, env);
    await untilListening(port);
    return kdc;
  }

  /** Gets a user's ticket. @returns the environment of a program that has it */
  ticket(name: string, password: string): Readonly<Record<string, string>> {
    const env = { ...this.env, KRB5CCNAME: `FILE:${join(this.#folder, `tickets-${name}`)}` };
    execFileSync('kinit', [name], {
      env: { ...process.env, ...env },
      input: password,
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    return env;
  }

  /** A file that sends whoever reads it to another port. @returns its path */
  configAt(port: number): string {
    const path = join(this.#folder, `krb5-${port}.conf`);
    writeFileSync(path, config(port));
    return path;
  }

  async stop(): Promise<void> {
    this.#process.kill();
    if (this.#process.exitCode === null && this.#process.signalCode === null) await once(this.#process, 'exit');
  }
}
