import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { FdTransport } from '../../src/transport/choose.js';
import { Bench } from '../support/transport-bench.js';
import { Compiled } from '../support/transport-compiled.js';
import type { Case } from './cases/case.js';
import { cases } from './cases/index.js';

function declare(fdTransport: FdTransport | 'stream', run: (test: Case) => Promise<void>): void {
  for (const [subject, all] of Object.entries(cases)) {
    const some = all.filter(({ fds }) => !fds || (fdTransport !== 'none' && fdTransport !== 'stream'));
    if (some.length > 0) describe(subject, () => it.each(some)('$name', run));
  }
}

describe.each(['koffi', 'usocket', 'none', 'stream'] as const)('%s', (fdTransport) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.open(fdTransport);
  });
  afterAll(() => bench.close());
  declare(fdTransport, ({ run }) => bench.run(run));
});

// usocket is refused there: see threads.test.ts.
describe.each(['koffi', 'none'] as const)('%s in a worker thread', (fdTransport) => {
  let compiled: Compiled;
  let worker: Worker;
  beforeAll(async () => {
    compiled = new Compiled(['koffi']);
    worker = new Worker(compiled.path('test/support/transport-worker.ts'), { workerData: fdTransport });
    await once(worker, 'message');
  });
  afterAll(async () => {
    worker.postMessage(null);
    await once(worker, 'exit');
    compiled.remove();
  });
  declare(fdTransport, async ({ name }) => {
    worker.postMessage(name);
    const [error] = await once(worker, 'message');
    if (error !== null) throw error;
  });
});
