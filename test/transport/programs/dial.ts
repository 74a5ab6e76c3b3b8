/** Connects, in the main thread or a worker, and prints what came of it. */
import { once } from 'node:events';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { dialUnix, type FdTransport } from '../../../src/transport/choose.js';

const [path = '', fdTransport = '', where = 'main'] = process.argv.slice(2);

async function dial(): Promise<object> {
  try {
    const chosen = fdTransport === '' ? undefined : (fdTransport as FdTransport);
    const transport = await dialUnix(path, { fdTransport: chosen, signal: undefined });
    const { kind, supportsFds, whyNoFds } = transport;
    transport.close();
    return { kind, supportsFds, whyNoFds };
  } catch (error) {
    const { name, code, message } = error as NodeJS.ErrnoException;
    return { name, code, message };
  }
}

if (!isMainThread) parentPort?.postMessage(await dial());
else if (where === 'worker') {
  const worker = new Worker(new URL(import.meta.url), { argv: process.argv.slice(2) });
  const [outcome] = await once(worker, 'message');
  await once(worker, 'exit');
  console.log(JSON.stringify(outcome));
} else console.log(JSON.stringify(await dial()));
