import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PrivateDaemon, startSessionDaemon } from '../../scripts/daemon/index.mjs';
import { connectAdminOnHostOf } from '../support/integration-admin.js';
import { useDaemon } from '../support/integration-daemon.js';

const ADMIN = `uri_default = "here"
uri_aliases = [ "here=libvirtd:///system", "qemu=virtqemud:///system" ]
`;
const NOBODY = { uid: 65534, gid: 65534 };
const SERVERS = ['admin', 'libvirtd'];

const system = useDaemon({ config: { admin: ADMIN } });
let session: PrivateDaemon;
beforeAll(async () => {
  session = await startSessionDaemon();
});
afterAll(() => session.stop());

describe('on a host with a daemon, a program of root', () => {
  it('reaches its admin server by every form of URI', async () => {
    const outcomes = await connectAdminOnHostOf(system(), [
      { uri: null },
      { uri: 'here' },
      { uri: 'libvirtd:///system' },
      { uri: 'libvirtd:///system?socket=/run/libvirt/libvirt-admin-sock' },
      { uri: null, env: { LIBVIRT_ADMIN_DEFAULT_URI: 'libvirtd+unix:///system' } },
      // This one is no admin server's.
      { uri: null, env: { LIBVIRT_DEFAULT_URI: 'test:///default' } },
    ]);
    const system_ = 'libvirtd:///system';
    expect(outcomes).toEqual([
      { uri: system_, servers: SERVERS },
      { uri: system_, servers: SERVERS },
      { uri: system_, servers: SERVERS },
      { uri: 'libvirtd:///system?socket=/run/libvirt/libvirt-admin-sock', servers: SERVERS },
      { uri: 'libvirtd+unix:///system', servers: SERVERS },
      { uri: system_, servers: SERVERS },
    ]);
  });

  it('is told which daemons there are, where that one is not', async () => {
    const [missing, other, main] = await connectAdminOnHostOf(system(), [
      { uri: 'qemu' },
      { uri: 'libvirtd:///system?socket=/run/libvirt/none' },
      { uri: 'libvirtd:///system?socket=/run/libvirt/libvirt-sock' },
    ]);
    expect(missing).toEqual({
      error: 'ConnectionError',
      code: 'ERR_LIBVIRT_CONNECT',
      message:
        'cannot connect to virtqemud:///system: /run/libvirt/virtqemud-admin-sock does not exist. ' +
        'There are admin sockets of libvirtd:///system: is one of them meant?',
    });
    expect(other?.message).toBe(
      'cannot connect to libvirtd:///system?socket=/run/libvirt/none: /run/libvirt/none does not exist. ' +
        'Is that the admin socket of a daemon? Is it running?',
    );
    expect(main).toMatchObject({ error: 'RemoteError', code: 'VIR_ERR_RPC' });
  });

  it('is told that a daemon of another user lets it not in', async () => {
    const env = { XDG_RUNTIME_DIR: join(session.state, 'run') };
    const [outcome] = await connectAdminOnHostOf(system(), [{ uri: 'libvirtd:///session', env }]);
    expect(outcome).toMatchObject({ error: 'AuthError', code: 'ERR_LIBVIRT_AUTH' });
    expect(outcome?.message).toBe(
      'libvirtd:///session hung up: an admin server lets in only the user that its daemon runs as. ' +
        `${session.adminSocket} is of user 65534, and this process is user 0's`,
    );
  });

  it('is told of a file of settings that cannot be read', async () => {
    const file = join(system().state, 'etc/libvirt-admin.conf');
    writeFileSync(file, 'uri_default = \n');
    try {
      const [outcome] = await connectAdminOnHostOf(system(), [{ uri: null }]);
      expect(outcome).toMatchObject({ error: 'ConnectionError', code: 'ERR_LIBVIRT_CONNECT' });
      expect(outcome?.message).toMatch(/^\/etc\/libvirt\/libvirt-admin\.conf:1: .*; correct it, or remove it$/u);
    } finally {
      writeFileSync(file, ADMIN);
    }
  });
});

describe('on a host with a daemon, a program of a user', () => {
  it('reaches its own daemon without a URI', async () => {
    const env = { XDG_RUNTIME_DIR: join(session.state, 'run') };
    expect(await connectAdminOnHostOf(system(), [{ uri: null, env }], NOBODY)).toEqual([
      { uri: 'libvirtd:///session', servers: SERVERS },
    ]);
  });

  it("is told that it may not use the system's, and how to start its own", async () => {
    const runtime = join(system().state, 'run/user');
    mkdirSync(runtime);
    try {
      const [denied, none] = await connectAdminOnHostOf(
        system(),
        [{ uri: 'libvirtd:///system' }, { uri: null, env: { XDG_RUNTIME_DIR: runtime } }],
        NOBODY,
      );
      expect(denied).toEqual({
        error: 'ConnectionError',
        code: 'ERR_LIBVIRT_CONNECT',
        message:
          'cannot connect to libvirtd:///system: this user may not open /run/libvirt/libvirt-admin-sock. ' +
          'An admin server lets in only the user that its daemon runs as: run as root, or name this ' +
          "user's own daemon, as libvirtd:///session does.",
      });
      expect(none?.message).toBe(
        `cannot connect to libvirtd:///session: ${runtime}/libvirt/libvirt-admin-sock does not exist. Start this ` +
          `user's own daemon, with "libvirtd --daemon", or name its admin socket with ?socket=PATH.`,
      );
    } finally {
      rmSync(runtime, { recursive: true });
    }
  });
});
