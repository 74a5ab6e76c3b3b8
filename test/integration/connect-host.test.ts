import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PrivateDaemon, startSessionDaemon } from '../../scripts/daemon/index.mjs';
import { useDaemon } from '../support/integration-daemon.js';
import { type Attempt, connectOnHostOf, type Outcome } from '../support/integration-host.js';
import { Tap } from '../support/integration-tap.js';

const CLIENT = `# A comment.
uri_default = "spare"
uri_aliases = [
  "spare=test:///default",
  "box=lxc:///system",
] # Two.
`;

const system = useDaemon({ config: { client: CLIENT } });
const NOBODY = { uid: 65534, gid: 65534 };

/** What each attempt of a program of root's comes to, by what it tries. */
async function outcomes<Name extends string>(
  attempts: Record<Name, Attempt>,
  user?: { uid: number; gid: number },
): Promise<Record<Name, Outcome>> {
  const names = Object.keys(attempts) as Name[];
  const found = await connectOnHostOf(
    system(),
    names.map((name) => attempts[name]),
    user,
  );
  return Object.fromEntries(names.map((name, i) => [name, found[i]])) as Record<Name, Outcome>;
}

describe('on a host with a daemon, a program of root', () => {
  it('reaches it by every form of URI', async () => {
    const found = await outcomes({
      plain: { uri: 'lxc:///system' },
      short: { uri: 'lxc:///' },
      unix: { uri: 'lxc+unix:///system' },
      legacy: { uri: 'lxc:///system?mode=legacy' },
      auto: { uri: 'lxc:///system?mode=auto' },
      upper: { uri: 'LXC:///system' },
      test: { uri: 'test:///default' },
      qemu: { uri: 'qemu:///system' },
      session: { uri: 'test+unix:///default' },
      named: { uri: 'lxc:///system?name=test:///default' },
      alias: { uri: 'box' },
      reader: { uri: 'lxc:///system', options: { readOnly: true } },
    });
    const lxc = { uri: 'lxc:///system', type: 'LXC', transport: 'koffi', create: 'VIR_ERR_XML_DETAIL' };
    const test = { ...lxc, uri: 'test:///default', type: 'TEST' };
    expect(found).toEqual({
      plain: lxc,
      short: { ...lxc, uri: 'lxc:///' },
      unix: { ...lxc, uri: 'lxc+unix:///system' },
      legacy: { ...lxc, uri: 'lxc:///system?mode=legacy' },
      auto: { ...lxc, uri: 'lxc:///system?mode=auto' },
      upper: { ...lxc, uri: 'LXC:///system' },
      test,
      qemu: { ...lxc, uri: 'qemu:///system', type: 'QEMU', create: 'VIR_ERR_NO_SUPPORT' },
      session: { ...test, uri: 'test+unix:///default' },
      named: { ...test, uri: 'lxc:///system?name=test:///default' },
      alias: lxc,
      reader: { ...lxc, create: 'VIR_ERR_OPERATION_DENIED' },
    });
  });

  it('without a URI is told one by the environment, by libvirt.conf, and by the daemon, in this order', async () => {
    const LIBVIRT_DEFAULT_URI = 'lxc:///system';
    const found = await outcomes({
      environment: { uri: null, env: { LIBVIRT_DEFAULT_URI } },
      alias: { uri: null, env: { LIBVIRT_DEFAULT_URI: 'box' } },
      file: { uri: null, env: { LIBVIRT_DEFAULT_URI: '' } },
    });
    expect(found.environment.type).toBe('LXC');
    expect(found.alias.type).toBe('LXC');
    expect(found.file.type).toBe('TEST');

    const config = join(system().state, 'etc/libvirt.conf');
    rmSync(config);
    const { daemon, unknown } = await outcomes({ daemon: { uri: null }, unknown: { uri: 'box' } });
    expect(daemon.uri).toMatch(/^(qemu|lxc):\/\/\/system$/u);
    expect(unknown).toMatchObject({ error: 'TypeError', code: 'ERR_INVALID_ARG_VALUE' });
    expect(unknown.message).toContain(
      'is "box", which is neither a connection URI such as "lxc:///system" nor an alias',
    );
  });

  it('takes the socket of a modular daemon before that of libvirtd, unless it is told not to', async () => {
    const folder = join(system().state, 'run/libvirt');
    const tap = await Tap.open(folder, system().socket, 'virtlxcd-sock');
    const found = await outcomes({
      auto: { uri: 'lxc:///system' },
      direct: { uri: 'lxc:///system?mode=direct' },
      legacy: { uri: 'lxc:///system?mode=legacy' },
      other: { uri: 'test:///default' },
    });
    expect(Object.values(found).map(({ type }) => type)).toEqual(['LXC', 'LXC', 'LXC', 'TEST']);
    expect(tap.connections).toBe(2);
    const { none, probe } = await outcomes({ none: { uri: 'qemu:///system?mode=direct' }, probe: { uri: null } });
    expect(none).toMatchObject({ error: 'ConnectionError', code: 'ERR_LIBVIRT_CONNECT' });
    expect(none.message).toContain('/run/libvirt/virtqemud-sock does not exist');
    expect(none.message).not.toContain('libvirt-sock');
    // Whoever listens there for every driver is asked.
    expect(probe.uri).toMatch(/^(qemu|lxc):\/\/\/system$/u);
    expect(tap.connections).toBe(2);
  });

  it('is told which sockets were tried where nobody answers', async () => {
    const nowhere = { state: join(system().state, 'cache') };
    mkdirSync(join(nowhere.state, 'etc'));
    const attempts = [
      { uri: 'lxc:///system' },
      { uri: null },
      { uri: 'lxc:///system', options: { readOnly: true } },
      { uri: 'lxc:///system?mode=legacy' },
    ];
    const found = await connectOnHostOf(nowhere, attempts);
    expect(found.map(({ message }) => message.slice(0, message.indexOf('. ')))).toEqual([
      'cannot connect to lxc:///system: /run/libvirt/virtlxcd-sock does not exist; /run/libvirt/libvirt-sock does not exist',
      'cannot connect to a libvirt daemon: /run/libvirt/libvirt-sock does not exist',
      'cannot connect to lxc:///system: /run/libvirt/virtlxcd-sock-ro does not exist; /run/libvirt/libvirt-sock-ro does not exist',
      'cannot connect to lxc:///system?mode=legacy: /run/libvirt/libvirt-sock does not exist',
    ]);
    for (const { message } of found) expect(message).toContain('Install and start a daemon');
  });
});

describe('a program of another user', () => {
  let session: PrivateDaemon;
  beforeAll(async () => {
    session = await startSessionDaemon({ user: NOBODY, config: { client: `uri_default = 'qemu:///session'\n` } });
  });
  afterAll(() => session?.stop());

  it('reaches its own daemon, and the system’s as far as it may', async () => {
    const XDG_RUNTIME_DIR = join(session.state, 'run');
    const XDG_CONFIG_HOME = join(session.state, 'etc');
    const env = { XDG_RUNTIME_DIR };
    const found = await outcomes(
      {
        session: { uri: 'qemu:///session', env },
        test: { uri: 'test+unix:///default', env },
        file: { uri: null, env: { ...env, XDG_CONFIG_HOME } },
        daemon: { uri: null, env },
        reader: { uri: 'lxc:///system', options: { readOnly: true }, env },
        writer: { uri: 'lxc:///system', env },
        none: { uri: 'qemu:///session' },
      },
      NOBODY,
    );
    for (const outcome of [found.session, found.file, found.daemon]) {
      expect(outcome).toMatchObject({ uri: 'qemu:///session', type: 'QEMU' });
    }
    expect(found.test.type).toBe('TEST');
    expect(found.reader).toMatchObject({ type: 'LXC', create: 'VIR_ERR_OPERATION_DENIED' });
    expect(found.writer).toMatchObject({ error: 'ConnectionError', code: 'ERR_LIBVIRT_CONNECT' });
    expect(found.writer.message).toContain(
      'this user may not open /run/libvirt/libvirt-sock. Run as root or as a member',
    );
    expect(found.none.message).toContain('/nonexistent/.cache/libvirt/virtqemud-sock does not exist');
    expect(found.none.message).toContain(`Start this user's own daemon`);
  });
});
