import { parentPort, workerData } from 'node:worker_threads';
import type { FdTransport } from '../../src/transport/choose.js';
import { cases } from '../transport/cases/index.js';
import { Bench } from './transport-bench.js';

/** Runs, in a worker thread, the tests that it is sent the names of, and answers each with its error or `null`. */
async function serve(): Promise<void> {
  const bench = await Bench.open(workerData as FdTransport);
  const all = Object.values(cases).flat();
  // Node warns here of descriptors that it has not opened and is asked to close.
  let warning: Error | null = null;
  process.on('warning', (one) => {
    warning = one;
  });
  parentPort?.on('message', async (name: string | null) => {
    if (name === null) {
      await bench.close();
      parentPort?.close();
      return;
    }
    const found = all.find((one) => one.name === name);
    const error = found === undefined ? new Error(`there is no test '${name}'`) : await failure(bench.run(found.run));
    parentPort?.postMessage(error ?? warning);
  });
  parentPort?.postMessage(null);
}

function failure(test: Promise<void>): Promise<unknown> {
  return test.then(
    () => null,
    (error: unknown) => error,
  );
}

await serve();
