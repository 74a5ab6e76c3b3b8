import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connect } from '../../src/index.js';
import { open, useFolder } from '../support/integration-daemon.js';
import { Authority, pkiDirectory } from '../support/network-certificates.js';
import { useNetworkHost } from '../support/network-host.js';
import { comesBack, crash, endsInstead, killProgram, leavesNothing, SOON } from '../support/network-return.js';

const host = useNetworkHost(useFolder());

describe.each(['tcp', 'tls', 'ext', 'a dialer', 'TLS on a stream'] as const)('over %s', (name) => {
  it('comes back to a daemon that was killed, as often as it is, and leaves nothing', async () => {
    const left = leavesNothing();
    const { uri, options } = host().way(name, 'test');
    const connection = await connect(uri, { ...options, reconnect: SOON });
    onTestFinished(() => connection.close());
    const secrecy = () => Promise.all([connection.isSecure(), connection.isEncrypted()]);
    const before = await secrecy();
    for (let times = 0; times < 2; times++) {
      await comesBack(
        connection,
        () => crash(host().daemon),
        () => host().daemon.restart(),
      );
      expect(await secrecy()).toEqual(before);
    }
    await connection.close();
    await left();
  });
});

it('comes back over ext when the program has ended, and the daemon lives', async () => {
  const { uri } = host().way('ext', 'test');
  const connection = await open(uri, { reconnect: SOON });
  await comesBack(connection, () => killProgram('nc'));
});

describe('over tls, when the daemon has the certificate of another authority meanwhile', () => {
  const opened = () => open(host().way('tls', 'test').uri, { reconnect: SOON });
  const kill = () => crash(host().daemon);
  let made = 0;

  /** The daemon has another certificate, and trusts the new authority alone. */
  function renew(): Authority {
    const { server, authority, folder } = host();
    const next = new Authority(join(folder, `authority-${++made}`), 'next');
    const { cert, key } = next.sign({ name: 'localhost', hosts: ['DNS:localhost'], usage: 'serverAuth' });
    copyFileSync(cert, server.cert);
    copyFileSync(key, server.key);
    copyFileSync(next.cert, authority.cert);
    return next;
  }

  it('comes back with the files that are there by then', async () => {
    await comesBack(await opened(), kill, async () => {
      const next = renew();
      pkiDirectory(host().pki, next.cert, next.sign({ name: 'client' }));
      await host().daemon.restart();
    });
  });

  it('ends where it does not trust that one', async () => {
    const refused = await endsInstead(await opened(), kill, () => {
      renew();
      return host().daemon.restart();
    });
    expect(refused).toMatchObject({ name: 'AuthError' });
  });
});
