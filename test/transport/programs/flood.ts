/**
 * Sends a file's descriptor so many times, each after four bytes that number it, and prints which of them had to wait
 * first. At most 20 duplicates are open at a time.
 */
import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import { dialUnix, type FdTransport } from '../../../src/transport/choose.js';
import { duplicateOf, Recorder, until } from '../../support/transport-bench.js';

const [path = '', fdTransport, file = '', count] = process.argv.slice(2);
const transport = await dialUnix(path, { fdTransport: fdTransport as FdTransport, signal: undefined });
const events = new Recorder(transport);
transport.start(events);
let first: number | undefined;
for (let i = 0; i < Number(count); i++) {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(i);
  const drains = events.drains;
  const left = transport.write(number, [await duplicate()]);
  if (i % 10 === 9) await turn();
  if (left) continue;
  if (first === undefined) console.log(JSON.stringify(i));
  first ??= i;
  await until(() => events.drains > drains, 'drain');
}
transport.close();

/** usocket sends descriptors to duplicate them, and so it cannot while too many are on their way. */
async function duplicate(): Promise<number> {
  for (;;) {
    try {
      return duplicateOf(transport, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ETOOMANYREFS') throw error;
    }
    await delay(1);
  }
}
