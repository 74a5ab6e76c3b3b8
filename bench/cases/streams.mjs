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
  const folder = temporaryFolder(existsSync(MEMORY) ? MEMORY : undefined);
  // The daemon is another user's.
  chmodSync(folder, 0o777);
  const server = await startLibvirtd({ driver: 'storage', path: '/session' });
  try {
    await makeVolume(context.dist, server.uri, folder, MEBIBYTES);
    for (const [command, goal] of [
      ['upload', 'at least the rate of C, at most 0.40 CPU s/GiB'],
      ['download', 'at least the rate of C, at most 0.45 CPU s/GiB'],
    ]) {
      yield await compare(context, {
        title: `${command === 'upload' ? 'Upload' : 'Download'} of ${MEBIBYTES} MiB`,
        server,
        peers: [...context.others, ...context.library],
        command: `${command}`,
        time: { name: 'MiB/s', of: (seconds) => MEBIBYTES / seconds, digits: 0 },
        rate: true,
        cpu: { name: 'CPU s/GiB', of: (seconds) => (seconds * 1024) / MEBIBYTES, digits: 2 },
        goal: goal ?? '',
      });
    }
  } finally {
    await server.stop();
  }
}
