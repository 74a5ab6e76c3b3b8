// @ts-check
import { chmodSync, existsSync } from 'node:fs';
import { compare } from '../lib/compare.mjs';
import { temporaryFolder } from '../lib/folder.mjs';
import { startLibvirtd } from '../lib/servers.mjs';
import { makeVolume } from '../lib/volume.mjs';

const MEBIBYTES = 512;
/** Memory, where a disk would be what is measured. */
const MEMORY = '/dev/shm';

/** A volume's content, both ways. @type {import('../run.mjs').Bench} */
export async function* streams(context) {
  const peers = [...context.others, ...context.library];
  // One each: what a client has sent decides how fast a daemon is for all clients.
  /** @type {Map<import('../lib/peers.mjs').Peer, import('../lib/servers.mjs').Server>} */
  const servers = new Map();
  try {
    for (const peer of peers) {
      const folder = temporaryFolder(existsSync(MEMORY) ? MEMORY : undefined);
      // The daemon is another user's.
      chmodSync(folder, 0o777);
      const server = await startLibvirtd({ driver: 'storage', path: '/session' });
      servers.set(peer, server);
      await makeVolume(context.dist, server.uri, folder, MEBIBYTES);
    }
    for (const [command, goal] of [
      ['upload', 'at least the rate of C, at most 0.40 CPU s/GiB'],
      ['download', 'at least the rate of C, at most 0.45 CPU s/GiB'],
    ]) {
      yield await compare(context, {
        title: `${command === 'upload' ? 'Upload' : 'Download'} of ${MEBIBYTES} MiB`,
        server: { name: 'a libvirtd each', uri: (peer) => servers.get(peer)?.uri ?? '' },
        peers,
        command: `${command}`,
        time: { name: 'MiB/s', of: (seconds) => MEBIBYTES / seconds, digits: 0 },
        rate: true,
        cpu: { name: 'CPU s/GiB', of: (seconds) => (seconds * 1024) / MEBIBYTES, digits: 2 },
        goal: goal ?? '',
      });
    }
  } finally {
    for (const server of servers.values()) await server.stop();
  }
}
