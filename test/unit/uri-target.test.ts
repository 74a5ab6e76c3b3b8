import { describe, expect, it } from 'vitest';
import type { Host } from '../../src/api/uri/host.js';
import { resolveUri } from '../../src/api/uri/resolve.js';
import { SSH_TARGET } from '../support/ssh-target.js';

const CONF = '/etc/libvirt/libvirt.conf';

function host(root: boolean, env: Record<string, string> = {}, conf: string | null = null): Host {
  return {
    env,
    root,
    home: '/homes/me',
    readText: async (path) => (path === CONF ? conf : null),
    exists: () => false,
  };
}

const resolve = (uri: string, here = host(true), readOnly = false) => resolveUri(uri, { readOnly }, here);
const target = async (uri: string, here = host(true), readOnly = false) => (await resolve(uri, here, readOnly)).target;

const TLS = { transport: 'tls', host: 'h', port: 16_514, pkiPath: null, verify: true, sanity: true, priority: null };
const SSH = SSH_TARGET;

describe('what a URI leads to', () => {
  it.each<[string, object]>([
    ['lxc://h/system', TLS],
    ['lxc+TLS://h:1/system', { ...TLS, port: 1 }],
    ['lxc+tls:///system', { ...TLS, host: 'localhost' }],
    ['lxc://[::1]/system', { ...TLS, host: '::1' }],
    ['lxc://h/system?no_verify=1&no_sanity=-1&pkipath=/p', { ...TLS, verify: false, sanity: false, pkiPath: '/p' }],
    ['lxc://h/system?no_verify=0&tls_priority=NORMAL', { ...TLS, priority: 'NORMAL' }],
    ['lxc+tcp://h/system', { transport: 'tcp', host: 'h', port: 16_509 }],
    ['lxc+tcp:///system', { transport: 'tcp', host: 'localhost', port: 16_509 }],
    ['lxc+ext:///system?command=/bin/way', { transport: 'ext', command: '/bin/way' }],
    ['lxc+ssh://h/system', SSH],
    ['lxc+ssh://u@h:7/system?command=/my/ssh', { ...SSH, user: 'u', port: 7, command: '/my/ssh' }],
    ['lxc+ssh://h/system?keyfile=/k&no_verify=1&no_tty=1', { ...SSH, keyFile: '/k', verify: false, tty: false }],
    ['lxc+ssh://h/system?socket=/s', { ...SSH, proxy: 'netcat', socket: '/s' }],
    ['lxc+ssh://h/system?netcat=/n', { ...SSH, proxy: 'netcat', netcat: '/n' }],
    ['lxc+ssh://h/system?netcat=/n&proxy=auto', { ...SSH, proxy: 'netcat', netcat: '/n' }],
    ['lxc+ssh://h/system?socket=/s&proxy=auto', { ...SSH, socket: '/s' }],
    ['lxc+ssh://h/session', { ...SSH, proxy: 'native', name: 'lxc:///session' }],
    ['lxc+ssh://h/session?proxy=netcat', { ...SSH, proxy: 'netcat', name: 'lxc:///session' }],
    ['lxc+libssh2://h/system?command=x', { ...SSH, user: 'root' }],
    [
      'lxc+libssh://u@h/system?known_hosts=/kh&known_hosts_verify=AUTO&sshauth=agent,privkey',
      { ...SSH, user: 'u', knownHosts: '/kh', knownHostsVerify: 'auto', sshAuth: ['agent', 'privkey'] },
    ],
  ])('%s', async (uri, wanted) => {
    expect(await target(uri)).toEqual(wanted);
  });

  it('read-only, is the read-only socket', async () => {
    expect(await target('lxc+ssh://h/system', host(true), true)).toEqual({
      ...SSH,
      readOnly: true,
      socket: '/var/run/libvirt/libvirt-sock-ro',
    });
  });

  it('is told by libvirt.conf where it does not say', async () => {
    const conf = 'remote_mode = "legacy"\ntls_priority = "NORMAL:-VERS-TLS1.2"\n';
    expect(await target('lxc://h/system', host(true, {}, conf))).toMatchObject({ priority: 'NORMAL:-VERS-TLS1.2' });
    expect(await target('lxc:///system', host(true, {}, conf))).toMatchObject({ paths: ['/run/libvirt/libvirt-sock'] });
    expect(await target('lxc:///system?mode=direct', host(true, {}, conf))).toMatchObject({
      paths: ['/run/libvirt/virtlxcd-sock'],
    });
    await expect(target('lxc:///system', host(true, {}, 'remote_mode = "quick"'))).rejects.toThrow(
      `remote_mode = quick in ${CONF}`,
    );
  });
});

describe('what the daemon is told', () => {
  it.each<[string, string]>([
    ['lxc+ssh://u@h:7/system?keyfile=/k&no_tty=1', 'lxc:///system'],
    ['lxc+ssh://h/system?name=test:///default', 'test:///default'],
    ['lxc+ssh://h/system?colour=red&socket=/s&Size=4%205', 'lxc:///system?colour=red&Size=4%205'],
    ['lxc:///system?colour', 'lxc:///system?colour='],
    ['lxc:///system?KEYFILE=/k', 'lxc:///system'],
    ['lxc:///sys%3Ftem#f%20g', 'lxc:///sys%3Ftem#f%20g'],
    ['remote+ssh://h/', ''],
    ['remote:///', ''],
  ])('of %s', async (uri, name) => {
    expect((await resolve(uri)).name).toBe(name);
  });
});

describe('who logs in', () => {
  it.each<[string, string, string | null]>([
    ['lxc+tcp://u@h/system', 'h', 'u'],
    ['lxc://u@h/system', 'h', 'u'],
    ['lxc+tcp:///system', 'localhost', null],
    // That one is ssh's.
    ['lxc+ssh://u@h/system', 'h', null],
    ['lxc+libssh2://u@h/system', 'h', null],
  ])('by %s', async (uri, hostname, username) => {
    expect(await resolve(uri)).toMatchObject({ hostname, username });
  });
});

describe('the daemon that is started where nobody listens', () => {
  it.each<[string, Host, readonly string[]]>([
    ['qemu:///session', host(false), ['virtqemud', 'libvirtd']],
    ['qemu:///session?mode=legacy', host(false), ['libvirtd']],
    ['qemu:///session?mode=direct', host(false), ['virtqemud']],
    ['test+unix:///default', host(false), ['virttestd', 'libvirtd']],
    ['qemu:///session', host(false, { LIBVIRT_AUTOSTART: '0' }), []],
    ['qemu:///session?socket=/s', host(false), []],
    ['qemu:///session', host(true), []],
    ['qemu:///system', host(false), []],
    ['test:///default', host(false), []],
  ])('for %s', async (uri, here, programs) => {
    expect(await target(uri, here)).toMatchObject({ transport: 'unix', programs });
  });
});
