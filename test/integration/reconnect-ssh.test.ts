import { describe, it, onTestFinished } from 'vitest';
import { connect } from '../../src/index.js';
import { open, useFolder } from '../support/integration-daemon.js';
import { useNetworkHost } from '../support/network-host.js';
import { comesBack, crash, killProgram, leavesNothing, SOON } from '../support/network-return.js';

const host = useNetworkHost(useFolder());

describe.each(['ssh by netcat', 'ssh by virt-ssh-helper', 'libssh'] as const)('over %s', (name) => {
  it('comes back to a daemon that was killed, and leaves nothing', async () => {
    const left = leavesNothing();
    const connection = await connect(host().way(name, 'test').uri, { reconnect: SOON });
    onTestFinished(() => connection.close());
    await comesBack(
      connection,
      () => crash(host().daemon),
      () => host().daemon.restart(),
    );
    await connection.close();
    await left();
  });
});

it('comes back when ssh has ended, and the daemon lives', async () => {
  const connection = await open(host().way('ssh by netcat', 'test').uri, { reconnect: SOON });
  await comesBack(connection, () => killProgram('ssh'));
});

it('comes back when sshd has dropped the connection, and the daemon lives', async () => {
  const connection = await open(host().way('ssh by virt-ssh-helper', 'test').uri, { reconnect: SOON });
  await comesBack(connection, () => host().sshd.dropConnections());
});

it('waits for an sshd that is away', async () => {
  const { sshd } = host();
  const connection = await open(host().way('ssh by netcat', 'test').uri, { reconnect: SOON });
  const failed = new Promise<void>((resolve) => {
    connection.on('state', (state) => {
      if (state.state === 'connecting' && state.attempt > 1) resolve();
    });
  });
  await sshd.stop();
  await comesBack(
    connection,
    () => killProgram('ssh'),
    async () => {
      await failed;
      await sshd.listen();
    },
  );
});
