import { once } from 'node:events';
import net from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startSessionDaemon } from '../../scripts/daemon/index.mjs';
import { exampleRunner } from '../support/example.js';
import { useFolder } from '../support/integration-daemon.js';

const folder = useFolder();

it('many-hosts: tells of each host what runs there, or why it does not know', async () => {
  const daemons = await Promise.all([startSessionDaemon(), startSessionDaemon()]);
  onTestFinished(async () => {
    await Promise.all(daemons.map((daemon) => daemon.stop()));
  });
  const silent = join(folder, 'silent');
  const server = net.createServer((socket) => socket.on('error', () => {}).resume()).listen(silent);
  await once(server, 'listening');
  const [one, other] = daemons.map((daemon) => daemon.uri('test'));
  const dead = `test+unix:///default?socket=${join(folder, 'dead')}`;
  const mute = `test+unix:///default?socket=${silent}`;

  const { stdout, stderr, status } = await exampleRunner().run('many-hosts.mjs', [mute, dead, one ?? '', other ?? '']);
  server.close();
  expect({ stderr, status }).toEqual({ stderr: '', status: 1 });
  const lines = stdout.trimEnd().split('\n');
  // The one that says nothing comes last, when its time is over.
  expect(lines.at(-1)?.startsWith(`${mute}: no connection was made within 5000 ms`)).toBe(true);
  expect(lines).toHaveLength(4);
  expect(lines).toEqual(expect.arrayContaining([`${one}: test`, `${other}: test`]));
  expect(lines).toContainEqual(expect.stringMatching(/^test\S+dead: cannot connect to .*dead does not exist/u));
});
