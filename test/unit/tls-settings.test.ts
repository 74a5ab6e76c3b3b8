import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkTlsOptions } from '../../src/api/tls/options.js';
import { findPki } from '../../src/api/tls/pki-files.js';
import { versionsOf } from '../../src/api/tls/priority.js';
import { checkSanity } from '../../src/api/tls/sanity.js';
import { planTls } from '../../src/api/tls/settings.js';
import type { Host } from '../../src/api/uri/host.js';
import type { TlsTarget } from '../../src/api/uri/target.js';
import { AuthError, UnsupportedError } from '../../src/errors.js';
import { Authority } from '../support/network-certificates.js';

const folder = mkdtempSync(join(tmpdir(), 'libvirt-rpc-tls-'));
afterAll(() => rmSync(folder, { recursive: true }));

function host(files: Readonly<Record<string, string>>, root = false): Host {
  return {
    env: {},
    root,
    home: '/h',
    readText: async (path) => files[path] ?? null,
    exists: (path) => path in files,
  };
}

describe('the files', () => {
  const USER = '/h/.pki/libvirt';
  const all = (...paths: string[]) => Object.fromEntries(paths.map((path) => [path, '']));
  const system = {
    ca: '/etc/pki/CA/cacert.pem',
    crl: '/etc/pki/CA/cacrl.pem',
    cert: '/etc/pki/libvirt/clientcert.pem',
    key: '/etc/pki/libvirt/private/clientkey.pem',
  };

  it.each<[string, string | null, Host, object]>([
    ['none', null, host({}), { ca: system.ca, crl: null, cert: null, key: null }],
    ['the system’s', null, host(all(...Object.values(system))), system],
    [
      'the user’s, and for the rest the system’s',
      null,
      host(all(...Object.values(system), `${USER}/cacert.pem`)),
      { ...system, ca: `${USER}/cacert.pem` },
    ],
    [
      'the user’s certificate only with its key',
      null,
      host(all(...Object.values(system), `${USER}/clientcert.pem`)),
      system,
    ],
    [
      'the user’s',
      null,
      host(all(...Object.values(system), `${USER}/clientcert.pem`, `${USER}/clientkey.pem`)),
      { ...system, cert: `${USER}/clientcert.pem`, key: `${USER}/clientkey.pem` },
    ],
    ['root’s are the system’s', null, host(all(...Object.values(system), `${USER}/cacert.pem`), true), system],
    [
      'the named directory’s, and no other’s',
      '/p',
      host(all(...Object.values(system), '/p/clientcert.pem')),
      { ca: '/p/cacert.pem', crl: null, cert: null, key: null },
    ],
  ])('%s', (_, pkiPath, here, wanted) => {
    expect(findPki(pkiPath, here)).toEqual(wanted);
  });
});

describe('a priority string', () => {
  it.each<[string | null, object]>([
    [null, {}],
    ['NORMAL', { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' }],
    ['NORMAL:-VERS-TLS1.3', { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' }],
    ['normal:-vers-all:+vers-tls1.3', { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' }],
    ['NORMAL:-VERS-SSL3.0:!VERS-TLS1.0', { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' }],
    ['NORMAL:+VERS-TLS1.1', { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.3' }],
    ['NORMAL:+VERS-ALL', { minVersion: 'TLSv1', maxVersion: 'TLSv1.3' }],
  ])('%s', (priority, wanted) => {
    expect(versionsOf(priority)).toEqual(wanted);
  });

  it.each<[string, string]>([
    ['SECURE256', '"SECURE256" has no counterpart'],
    ['@SYSTEM', '"@SYSTEM" has no counterpart'],
    ['NORMAL:-CIPHER-ALL:+AES-256-GCM', '"-CIPHER-ALL" has no counterpart'],
    ['NORMAL:%COMPAT', '"%COMPAT" has no counterpart'],
    ['NORMAL:VERS-TLS1.3', '"VERS-TLS1.3" has no counterpart'],
    ['NORMAL:-VERS-ALL', 'leaves no version of TLS'],
    ['NORMAL:+VERS-TLS1.1:-VERS-TLS1.2', 'leaves a version out between two others'],
  ])('%s is refused, and says so', (priority, message) => {
    expect(() => versionsOf(priority)).toThrow(UnsupportedError);
    expect(() => versionsOf(priority)).toThrow(message);
  });
});

describe('certificates are looked at', () => {
  const ca = new Authority(join(folder, 'ca'), 'one');
  const other = new Authority(join(folder, 'other'), 'two');
  const client = ca.sign({ name: 'client' });
  const text = (path: string) => readFileSync(path, 'utf8');
  const named = (what: string, pem: string) => ({ what, pem });
  const year = 365 * 24 * 3600 * 1000;

  it('and good ones are taken', () => {
    expect(() => checkSanity(named('ca.pem', ca.pem), named('own.pem', text(client.cert)))).not.toThrow();
    // Of several authorities, some may be somebody else's.
    expect(() => checkSanity(named('ca.pem', other.pem + ca.pem), named('own.pem', text(client.cert)))).not.toThrow();
    expect(() => checkSanity(null, null)).not.toThrow();
  });

  it.each<[string, () => void, string]>([
    [
      'expired',
      () => checkSanity(null, named('own.pem', text(ca.sign({ name: 'x', days: -1 }).cert))),
      'own.pem has expired, on ',
    ],
    [
      'of an expired authority',
      () => checkSanity(named('ca.pem', ca.pem), null, Date.now() + year),
      'ca.pem has expired',
    ],
    [
      'not valid yet',
      () => checkSanity(null, named('own.pem', text(client.cert)), Date.now() - year),
      'own.pem is not valid before',
    ],
    [
      'of another authority',
      () => checkSanity(named('ca.pem', other.pem), named('own.pem', text(client.cert))),
      'own.pem is signed by none of the authorities in ca.pem',
    ],
    [
      'of no authority',
      () => checkSanity(named('ca.pem', text(client.cert)), null),
      'ca.pem has the certificate of no authority',
    ],
    ['none', () => checkSanity(named('ca.pem', 'x'), null), 'ca.pem has no certificate in it'],
    [
      'none of its own',
      () => checkSanity(null, named('own.pem', text(client.key))),
      'own.pem has no certificate in it',
    ],
  ])('%s', (_, look, message) => {
    expect(look).toThrow(AuthError);
    expect(look).toThrow(message);
    expect(look).toThrow('no_sanity=1 has it used all the same');
  });

  const target: TlsTarget = {
    transport: 'tls',
    host: 'box',
    port: 1,
    pkiPath: '/p',
    verify: true,
    sanity: true,
    priority: null,
  };
  const files = {
    '/p/cacert.pem': ca.pem,
    '/p/clientcert.pem': text(client.cert),
    '/p/clientkey.pem': text(client.key),
  };

  it('and used, where they are', async () => {
    expect(await planTls(target, {}, host(files))).toMatchObject({
      hostname: 'box',
      servername: undefined,
      verify: true,
      certificate: '/p/clientcert.pem',
    });
    const given = {
      ca: Buffer.from(ca.pem),
      cert: [text(client.cert)],
      key: Buffer.from(text(client.key)),
      servername: 'x',
    };
    expect(await planTls(target, given, host({}))).toMatchObject({ certificate: 'options.tls.cert', servername: 'x' });
    expect(await planTls({ ...target, verify: false }, {}, host({}))).toMatchObject({
      certificate: null,
      verify: false,
    });
  });

  it('and said to be missing, or useless', async () => {
    const missing = planTls(target, {}, host({}));
    await expect(missing).rejects.toThrow('nothing tells whom to trust: /p/cacert.pem is not there');
    await expect(missing).rejects.toMatchObject({ name: 'AuthError', reason: 'credentials' });
    const wrongKey = { ...files, '/p/clientkey.pem': text(ca.sign({ name: 'y' }).key) };
    await expect(planTls(target, {}, host(wrongKey))).rejects.toThrow(
      'TLS cannot be set up with /p/cacert.pem, /p/clientcert.pem, /p/clientkey.pem: ',
    );
    const unreadable = { ...host(files), readText: () => Promise.reject(new Error('EACCES: permission denied')) };
    await expect(planTls(target, {}, unreadable)).rejects.toThrow(/^\/p\/.* cannot be read: EACCES/u);
  });
});

describe('options.tls', () => {
  it.each<[unknown, string]>([
    [7, 'options.tls must be an object'],
    [{ pfx: '' }, 'options.tls.pfx is not an option: there are ca, cert, key, crl, passphrase, servername'],
    [{ ca: 7 }, 'options.tls.ca must be a string, a Uint8Array, or an array of them'],
    [{ ca: [] }, 'options.tls.ca must be'],
    [{ cert: 'x' }, 'options.tls.cert is of no use without options.tls.key'],
    [{ key: 'secret' }, 'options.tls.key is of no use without options.tls.cert'],
    [{ servername: '' }, 'options.tls.servername is empty'],
    [{ passphrase: 7 }, 'options.tls.passphrase must be a string'],
  ])('%j', (tls, message) => {
    expect(() => checkTlsOptions(tls as never)).toThrow(TypeError);
    expect(() => checkTlsOptions(tls as never)).toThrow(message);
  });
});
