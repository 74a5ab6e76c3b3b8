import { describe, expect, it } from 'vitest';
import { type Host, realHost } from '../../src/api/uri/host.js';
import { type AdminEndpoint, resolveAdminUri } from '../../src/api/uri/resolve-admin.js';
import { ConnectionError, UnsupportedError } from '../../src/errors.js';

interface FakeHost extends Partial<Omit<Host, 'readText' | 'exists'>> {
  readonly files?: Readonly<Record<string, string>>;
}

function resolve(uri: string | undefined, { files = {}, ...rest }: FakeHost = {}): Promise<AdminEndpoint> {
  return resolveAdminUri(uri, {
    env: {},
    root: true,
    home: '/homes/me',
    readText: async (path) => files[path] ?? null,
    exists: (path) => path in files,
    ...rest,
  });
}

const ROOT_CONF = '/etc/libvirt/libvirt-admin.conf';
const USER_CONF = '/homes/me/.config/libvirt/libvirt-admin.conf';
const USER: FakeHost = { root: false };

describe('where an admin server listens', () => {
  it.each<[uri: string, host: FakeHost, socket: string, rest: Partial<AdminEndpoint>]>([
    ['libvirtd:///system', {}, '/run/libvirt/libvirt-admin-sock', { daemon: 'libvirtd', session: false, named: false }],
    ['libvirtd:///system', USER, '/run/libvirt/libvirt-admin-sock', { session: false }],
    ['LIBVIRTD:///system', {}, '/run/libvirt/libvirt-admin-sock', { daemon: 'libvirtd' }],
    ['libvirtd+unix:///system', {}, '/run/libvirt/libvirt-admin-sock', {}],
    ['virtqemud:///system', {}, '/run/libvirt/virtqemud-admin-sock', { daemon: 'virtqemud' }],
    ['virtlogd:///system', {}, '/run/libvirt/virtlogd-admin-sock', { daemon: 'virtlogd' }],
    [
      'libvirtd:///session',
      { ...USER, env: { XDG_RUNTIME_DIR: '/run/user/7' } },
      '/run/user/7/libvirt/libvirt-admin-sock',
      { session: true },
    ],
    ['virtqemud:///session', USER, '/homes/me/.cache/libvirt/virtqemud-admin-sock', { session: true }],
    // Unlike a hypervisor's, an admin server's session is another daemon for root too.
    ['libvirtd:///session', { env: { XDG_RUNTIME_DIR: '/r' } }, '/r/libvirt/libvirt-admin-sock', { session: true }],
    ['libvirtd:///system?socket=/a%20b', {}, '/a b', { daemon: 'libvirtd', named: true }],
    // What names its socket need not be anywhere else.
    ['x:///?socket=/a', {}, '/a', { named: true }],
  ])('%s', async (uri, host, socket, rest) => {
    expect(await resolve(uri, host)).toMatchObject({ uri, socket, ...rest });
  });
});

describe('which admin server is meant without a URI', () => {
  it.each<[what: string, host: FakeHost, uri: string]>([
    ["root's", {}, 'libvirtd:///system'],
    ["the user's own", USER, 'libvirtd:///session'],
    [
      "the environment's",
      { env: { LIBVIRT_ADMIN_DEFAULT_URI: 'virtqemud:///system' }, files: { [ROOT_CONF]: 'uri_default = "x"' } },
      'virtqemud:///system',
    ],
    [
      "libvirt-admin.conf's",
      {
        env: { LIBVIRT_ADMIN_DEFAULT_URI: '', LIBVIRT_DEFAULT_URI: 'test:///default' },
        files: {
          [ROOT_CONF]: 'uri_default = "virtlockd:///system"',
          '/etc/libvirt/libvirt.conf': 'uri_default = "lxc:///"',
        },
      },
      'virtlockd:///system',
    ],
    [
      "an alias of the user's libvirt-admin.conf",
      { ...USER, files: { [USER_CONF]: 'uri_default = "q"\nuri_aliases = [ "q=virtqemud:///session" ]' } },
      'virtqemud:///session',
    ],
  ])('%s', async (_what, host, uri) => {
    expect(await resolve(undefined, host)).toMatchObject({ uri });
  });

  it('an alias of libvirt-admin.conf', async () => {
    const files = { [ROOT_CONF]: 'uri_aliases = [ "net=virtnetworkd:///system" ]' };
    expect(await resolve('net', { files })).toMatchObject({
      uri: 'virtnetworkd:///system',
      socket: '/run/libvirt/virtnetworkd-admin-sock',
    });
  });
});

describe('what is no admin server', () => {
  it.each<[uri: unknown, message: string]>([
    ['qemu:///system', 'is for "qemu", which is no daemon: its admin server is at libvirtd:///system'],
    ['libvirtd:///default', 'has the path "/default": there are /system and /session'],
    ['libvirtd:///', 'has the path "/": there are /system and /session'],
    ['libvirtd://system', 'a slash is missing: libvirtd:///system'],
    ['libvirtd:///system?mode=direct', 'has the parameter "mode": for an admin server there is socket'],
    ['libvirtd:///system?socket=', 'has the parameter "socket" without a value'],
    ['none', 'neither a connection URI such as "libvirtd:///system" nor an alias of libvirt-admin.conf'],
    [5, 'uri must be a string, null or undefined'],
  ])('%s', async (uri, message) => {
    const error: unknown = await resolve(uri as string).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).toContain(message);
  });

  it.each(['libvirtd://host/system', 'libvirtd+tcp:///system', 'libvirtd+ssh://host/system'])('%s', async (uri) => {
    const error: unknown = await resolve(uri).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnsupportedError);
    expect((error as Error).message).toContain('names neither a host nor another transport');
  });

  it('a file of settings that is none', async () => {
    const error: unknown = await resolve(undefined, { files: { [ROOT_CONF]: 'uri_default = 5' } }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(ConnectionError);
    expect((error as Error).message).toBe(`${ROOT_CONF}: uri_default must be a string; correct it, or remove it`);
  });

  it('has no say of the real host', async () => {
    expect(await resolveAdminUri('libvirtd:///system', realHost())).toMatchObject({
      socket: '/run/libvirt/libvirt-admin-sock',
    });
  });
});
