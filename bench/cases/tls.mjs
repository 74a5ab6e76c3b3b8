// @ts-check
import { chmodSync, existsSync } from 'node:fs';
import { callRates } from '../lib/calls.mjs';
import { makeCertificates } from '../lib/certificates.mjs';
import { compare } from '../lib/compare.mjs';
import { temporaryFolder } from '../lib/folder.mjs';
import { library } from '../lib/peers.mjs';
import { startListening } from '../lib/servers.mjs';
import { makeVolume } from '../lib/volume.mjs';

const CALLS = 1000;
const MEBIBYTES = 128;
/** Memory, where a disk would be what is measured. */
const MEMORY = '/dev/shm';

/** Calls and a volume's content, by TCP and by TLS. @type {import('../run.mjs').Bench} */
export async function* tls(context) {
  const [certificates, pool] = [temporaryFolder(), temporaryFolder(existsSync(MEMORY) ? MEMORY : undefined)];
  makeCertificates(certificates);
  // The daemon is another user's.
  chmodSync(pool, 0o777);
  const listening = await startListening(certificates);
  const peers = [...context.others, library('libvirt-rpc', context.dist, 'none')];
  try {
    await makeVolume(context.dist, listening.uri, pool, MEBIBYTES);
    for (const by of /** @type {const} */ (['tcp', 'tls'])) {
      const name = `libvirtd by ${by.toUpperCase()}`;
      const server = { ...listening, name, uri: listening[by] };
      yield await callRates(context, {
        title: 'Sequential calls (getLibVersion)',
        server,
        peers,
        command: `sequential ${CALLS}`,
        operations: CALLS,
        unit: 'calls',
        goal: 'at least the rate of C, at most 1.2 of its CPU',
      });
      yield await callRates(context, {
        title: '1,000 calls at once (C, Python: 16 threads)',
        server,
        peers,
        command: `flight ${CALLS}`,
        operations: CALLS,
        unit: 'calls',
        goal: 'at least the rate of C',
      });
      const storage = { ...server, uri: server.uri.replace('test', 'storage').replace('/default', '/session') };
      for (const command of /** @type {const} */ (['upload', 'download'])) {
        yield await compare(context, {
          title: `${command === 'upload' ? 'Upload' : 'Download'} of ${MEBIBYTES} MiB`,
          server: storage,
          peers,
          command,
          time: { name: 'MiB/s', of: (seconds) => MEBIBYTES / seconds, digits: 0 },
          rate: true,
          cpu: { name: 'CPU s/GiB', of: (seconds) => (seconds * 1024) / MEBIBYTES, digits: 2 },
          goal: 'at least the rate of C',
        });
      }
    }
  } finally {
    await listening.stop();
  }
}
