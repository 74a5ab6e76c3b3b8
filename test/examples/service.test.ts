import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startDaemon } from '../../scripts/daemon/index.mjs';
import { descriptorOf } from '../../src/api/files.js';
import { connect, RemoteError } from '../../src/index.js';
import { finished, spawnOnHostOf } from '../support/host-of.js';

const path = (file: string): string => fileURLToPath(new URL(`../../examples/service/${file}`, import.meta.url));

describe('the service', () => {
  it('passes its own tests, which need no libvirt', () => {
    const args = ['--test', '--test-reporter=tap', path('keeper.test.mjs')];
    const { stdout, status } = spawnSync(process.execPath, args, { encoding: 'utf8', env: {} });
    expect({ stdout, status }).toEqual({ stdout: expect.stringContaining('# pass 7\n# fail 0\n'), status: 0 });
  });

  it('does on libvirtd what its tests say', async () => {
    const daemon = await startDaemon();
    onTestFinished(() => daemon.stop());
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as net.AddressInfo;
    const command = [process.execPath, path('main.mjs'), '2'];
    const service = spawnOnHostOf(daemon, command, {}, [descriptorOf(server, 'server')]);
    onTestFinished(() => void service.kill('SIGKILL'));
    server.close();
    const ended = finished(service);
    const connection = await connect(daemon.uri('lxc'));
    onTestFinished(() => connection.close());
    const idOf = async (name: string): Promise<number> => {
      for (;;) {
        try {
          return (await connection.domainLookupByName(name)).id;
        } catch (error) {
          if (!(error instanceof RemoteError)) throw error;
          await delay(50);
        }
      }
    };
    const first = await idOf('web-1');
    await idOf('web-2');
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect(await answer.text()).toMatch(/^pid 1 of web-[12], with 1 descriptor: http\n$/u);
    await (await connection.domainLookupByName('web-1')).destroy();
    while ((await idOf('web-1')) === first) await delay(50);
    service.kill('SIGTERM');
    const { stdout, stderr, status } = await ended;
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toContain('web-1 is started\nweb-2 is started\nweb-1 has stopped\n');
  });
});
