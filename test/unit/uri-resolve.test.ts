import { describe, expect, it } from 'vitest';
import { type Host, realHost } from '../../src/api/uri/host.js';
import { type Endpoint, resolveUri } from '../../src/api/uri/resolve.js';
import { ConnectionError } from '../../src/errors.js';

interface FakeHost extends Partial<Omit<Host, 'readText' | 'exists'>> {
  /** Files by path; an error is what reading it throws. */
  readonly files?: Readonly<Record<string, string | Error>>;
}

function fake({ files = {}, ...rest }: FakeHost = {}): Host {
  return {
    env: {},
    root: true,
    home: '/homes/me',
    async readText(path) {
      const text = files[path] ?? null;
      if (text instanceof Error) throw text;
      return text;
    },
    exists: (path) => path in files,
    ...rest,
  };
}

const resolve = (uri: string | undefined, host?: FakeHost, readOnly = false) =>
  resolveUri(uri, { readOnly }, fake(host));

const pathsOf = ({ target }: Endpoint): readonly string[] => (target.transport === 'unix' ? target.paths : []);

const ROOT_CONF = '/etc/libvirt/libvirt.conf';
const USER_CONF = '/homes/me/.config/libvirt/libvirt.conf';
const USER: FakeHost = { root: false };

describe('where a daemon listens', () => {
  it.each<[string, FakeHost, boolean, readonly string[], string]>([
    ['lxc:///system', {}, false, ['/run/libvirt/virtlxcd-sock', '/run/libvirt/libvirt-sock'], 'lxc:///system'],
    ['lxc:///system', {}, true, ['/run/libvirt/virtlxcd-sock-ro', '/run/libvirt/libvirt-sock-ro'], 'lxc:///system'],
    ['lxc:///system?mode=legacy', {}, false, ['/run/libvirt/libvirt-sock'], 'lxc:///system'],
    ['lxc:///system?mode=DIRECT', {}, true, ['/run/libvirt/virtlxcd-sock-ro'], 'lxc:///system'],
    ['lxc:///system?socket=/a/b', {}, true, ['/a/b'], 'lxc:///system'],
    ['lxc:///system?socket=/a&mode=legacy', {}, false, ['/a'], 'lxc:///system'],
    [
      'lxc:///system?name=test:///default',
      {},
      false,
      ['/run/libvirt/virtlxcd-sock', '/run/libvirt/libvirt-sock'],
      'test:///default',
    ],
    ['test:///a%20b', {}, false, ['/run/libvirt/virttestd-sock', '/run/libvirt/libvirt-sock'], 'test:///a%20b'],
    // Root has no daemon of its own.
    ['qemu:///session', {}, false, ['/run/libvirt/virtqemud-sock', '/run/libvirt/libvirt-sock'], 'qemu:///session'],
    ['qemu:///system', USER, false, ['/run/libvirt/virtqemud-sock', '/run/libvirt/libvirt-sock'], 'qemu:///system'],
    ['test:///default', USER, false, ['/run/libvirt/virttestd-sock', '/run/libvirt/libvirt-sock'], 'test:///default'],
    [
      'qemu:///session',
      { ...USER, env: { XDG_RUNTIME_DIR: '/run/user/7', XDG_CACHE_HOME: '/c' } },
      // A session daemon has no read-only socket.
      true,
      ['/run/user/7/libvirt/virtqemud-sock', '/run/user/7/libvirt/libvirt-sock'],
      'qemu:///session',
    ],
    [
      'qemu:///session?mode=legacy',
      { ...USER, env: { XDG_RUNTIME_DIR: '', XDG_CACHE_HOME: '/c' } },
      false,
      ['/c/libvirt/libvirt-sock'],
      'qemu:///session',
    ],
    ['test+unix:///default?mode=legacy', USER, false, ['/homes/me/.cache/libvirt/libvirt-sock'], 'test:///default'],
  ])('%s', async (uri, host, readOnly, paths, name) => {
    const endpoint = await resolve(uri, host, readOnly);
    expect(endpoint).toMatchObject({ uri, target: { transport: 'unix', paths }, name, readOnly, auth: null });
    expect(endpoint.session).toBe(!paths[0]?.startsWith('/run/libvirt/') && !uri.includes('socket='));
  });

  it('is asked of the drivers’ daemons in libvirt’s order, where no URI is given', async () => {
    expect(await resolve(undefined)).toEqual({
      uri: null,
      target: { transport: 'unix', paths: ['/run/libvirt/libvirt-sock'], programs: [] },
      name: '',
      readOnly: false,
      session: false,
      auth: null,
      mechanism: null,
      authFile: null,
      hostname: 'localhost',
      username: null,
    });
    const files = {
      '/run/libvirt/virtlxcd-sock': '',
      '/run/libvirt/virtvboxd-sock': '',
      '/run/libvirt/virtlxcd-sock-ro': '',
    };
    expect(pathsOf(await resolve(undefined, { files }))).toEqual([
      '/run/libvirt/libvirt-sock',
      '/run/libvirt/virtlxcd-sock',
    ]);
    expect(pathsOf(await resolve(undefined, { files }, true))).toEqual([
      '/run/libvirt/libvirt-sock-ro',
      '/run/libvirt/virtlxcd-sock-ro',
    ]);
    const own = {
      ...USER,
      files: { '/homes/me/.cache/libvirt/virtvboxd-sock': '', '/homes/me/.cache/libvirt/virtlxcd-sock': '' },
    };
    expect(await resolve(undefined, own)).toMatchObject({
      target: {
        paths: ['/homes/me/.cache/libvirt/libvirt-sock', '/homes/me/.cache/libvirt/virtvboxd-sock'],
        programs: ['virtproxyd', 'libvirtd'],
      },
      session: true,
    });
  });

  it.each<[string, object]>([
    ['auth=polkit', { auth: 'polkit' }],
    ['auth=SASL', { auth: 'sasl' }],
    ['auth=sasl.SCRAM-SHA-256', { auth: 'sasl' }],
  ])('and how to authenticate: %s', async (param, wanted) => {
    expect(await resolve(`lxc:///system?${param}`)).toMatchObject(wanted);
  });
});

describe('which URI is meant', () => {
  const conf = `uri_default = "qemu:///system"\nuri_aliases = [ "box=lxc:///system", "hail=qemu+ssh://hail/system" ]`;
  const files = { [ROOT_CONF]: conf };

  it.each<[string | undefined, FakeHost, string]>([
    ['lxc:///x', { files, env: { LIBVIRT_DEFAULT_URI: 'test:///default' } }, 'lxc:///x'],
    ['box', { files }, 'lxc:///system'],
    [undefined, { files, env: { LIBVIRT_DEFAULT_URI: 'test:///default' } }, 'test:///default'],
    [undefined, { files, env: { LIBVIRT_DEFAULT_URI: 'box' } }, 'lxc:///system'],
    [undefined, { files, env: { LIBVIRT_DEFAULT_URI: '' } }, 'qemu:///system'],
    [undefined, { files }, 'qemu:///system'],
    [undefined, { files: { [ROOT_CONF]: `${conf}\nuri_default = "box"` } }, 'lxc:///system'],
    [undefined, { ...USER, files: { [USER_CONF]: conf } }, 'qemu:///system'],
    [
      undefined,
      { ...USER, env: { XDG_CONFIG_HOME: '/x' }, files: { '/x/libvirt/libvirt.conf': conf } },
      'qemu:///system',
    ],
  ])('%s, on %j', async (uri, host, wanted) => {
    expect((await resolve(uri, host)).uri).toBe(wanted);
  });

  it('is not asked of another user’s file', async () => {
    expect((await resolve(undefined, { ...USER, files })).uri).toBe(null);
    expect((await resolve(undefined, { files: { [ROOT_CONF]: 'uri_default = ""' } })).uri).toBe(null);
  });

  it('is not asked of a file that cannot be read, unless it is needed', async () => {
    const denied = { [ROOT_CONF]: Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' }) };
    expect((await resolve('lxc:///system', { files: denied })).uri).toBe('lxc:///system');
    const error = await resolve(undefined, { files: denied }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ code: 'ERR_LIBVIRT_CONNECT', sent: false, cause: denied[ROOT_CONF] });
    expect((error as Error).message).toBe(`${ROOT_CONF}: EACCES: permission denied; correct it, or remove it`);
  });

  it.each([
    ['a = ', `${ROOT_CONF}:1: a value for a was expected`],
    ['\nuri_default = 7', `${ROOT_CONF}: uri_default must be a string`],
    ['uri_default = [ "x" ]', 'uri_default must be a string'],
    ['uri_aliases = "x=y"', 'uri_aliases must be a list of strings'],
    ['uri_aliases = [ "x" ]', 'uri_aliases: "x" is not "alias=URI"'],
    ['uri_aliases = [ "a b=lxc:///" ]', 'is not "alias=URI"'],
    ['uri_aliases = [ "a=" ]', 'is not "alias=URI"'],
  ])('is not guessed where the file is wrong: %j', async (text, message) => {
    await expect(resolve('box', { files: { [ROOT_CONF]: text } })).rejects.toThrow(message);
    await expect(resolve('box', { files: { [ROOT_CONF]: text } })).rejects.toBeInstanceOf(ConnectionError);
  });

  it('is an error where it is no alias either', async () => {
    await expect(resolve('bax', { files })).rejects.toThrow('is "bax", which is neither a connection URI');
    await expect(resolve('box')).rejects.toBeInstanceOf(TypeError);
    await expect(resolve(7 as unknown as string)).rejects.toThrow('uri must be a string, null or undefined');
  });
});

describe('what cannot be connected to', () => {
  it.each<[string, string]>([
    ['lxc+unix://host/system', 'names the server "host", which a UNIX socket does not lead to'],
    ['lxc+:///system', 'has the transport "": there are unix, tcp, tls, ssh, libssh, libssh2, ext'],
    ['lxc+carrier-pigeon:///system', 'has the transport "carrier-pigeon"'],
    ['lxc+ext:///system', 'has no command=PROGRAM, which +ext connects by'],
    ['lxc:///system?mode=quick', 'has mode=quick: there are auto, legacy, direct'],
    ['lxc+ssh://host/system?mode=direct', 'has mode=direct, which only a UNIX socket of this host has'],
    ['lxc+ssh://host/system?proxy=socks', 'has proxy=socks: there are auto, netcat, native'],
    ['lxc+ssh://host/system?proxy=native&netcat=/bin/nc', 'has netcat= and proxy=native'],
    ['lxc+libssh://host/system?sshauth=magic', 'has sshauth=magic: there are none, agent, privkey'],
    ['lxc+libssh://host/system?known_hosts_verify=no', 'has known_hosts_verify=no: there are normal, auto, ignore'],
    ['lxc://host/system?no_verify=yes', 'has no_verify=yes: there are 0 and 1'],
    ['lxc:///system?auth=none', 'has auth=none: there are polkit, sasl, and sasl.MECHANISM'],
    ['lxc:///system?mode=auto&mode=auto', 'more than once'],
  ])('%s', async (uri, message) => {
    await expect(resolve(uri)).rejects.toBeInstanceOf(TypeError);
    await expect(resolve(uri)).rejects.toThrow(message);
    // What an alias leads to, too.
    const files = { [ROOT_CONF]: `uri_aliases = [ "far=${uri}" ]` };
    await expect(resolve('far', { files })).rejects.toThrow(message);
  });
});

describe('the real host', () => {
  it('reads files, and tells those that are not there from those that cannot be read', async () => {
    const host = realHost();
    expect(await host.readText(import.meta.filename)).toContain('the real host');
    expect(await host.readText(`${import.meta.filename}.none`)).toBe(null);
    expect(await host.readText(`${import.meta.filename}/none`)).toBe(null);
    await expect(host.readText(import.meta.dirname)).rejects.toThrow('EISDIR');
    expect(host.exists(import.meta.dirname)).toBe(true);
    expect(host.exists(`${import.meta.dirname}/none`)).toBe(false);
    expect(host.root).toBe(process.geteuid?.() === 0);
  });
});
