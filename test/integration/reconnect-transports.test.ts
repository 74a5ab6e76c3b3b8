import { describe, expect, it, onTestFinished } from 'vitest';
import { connect } from '../../src/index.js';
import { open, useFolder } from '../support/integration-daemon.js';
import { useNetworkHost } from '../support/network-host.js';
import { comesBack, crash, killProgram, leavesNothing, SOON } from '../support/network-return.js';

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
