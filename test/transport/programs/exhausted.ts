/** Opens as many files as it may, says so, and prints how the connection ends on which a descriptor comes. */
import { openSync } from 'node:fs';
import { dialUnix, type FdTransport } from '../../../src/transport/choose.js';
import { Recorder } from '../../support/transport-bench.js';

const [path = '', fdTransport] = process.argv.slice(2);
const transport = await dialUnix(path, { fdTransport: fdTransport as FdTransport, signal: undefined });
const events = new Recorder(transport);
try {
  for (;;) openSync('/dev/null', 'r');
} catch {}
transport.start(events);
process.stdout.write('exhausted\n');
const error = (await events.closed()) as NodeJS.ErrnoException | null;
const { total, arrivals } = events;
process.stdout.write(`${JSON.stringify({ total, arrivals, code: error?.code, message: error?.message })}\n`);
process.exit();
