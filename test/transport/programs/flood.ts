/**
 * Sends a file's descriptor so many times, each after four bytes that number it, and prints how often something had to
 * wait. At most 20 duplicates are open at a time.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { dialUnix, type FdTransport } from '../../../src/transport/choose.js';
import { duplicateOf, Recorder, until } from '../../support/transport-bench.js';

const [path = '', fdTransport, file = '', count] = process.argv.slice(2);
const transport = await dialUnix(path, { fdTransport: fdTransport as FdTransport, signal: undefined });
const events = new Recorder();
transport.start(events);
let waits = 0;
for (let i = 0; i < Number(count); i++) {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(i);
  const drains = events.drains;
  const left = transport.write(number, [duplicateOf(transport, file)]);
  if (i % 10 === 9) await turn();
  if (left) continue;
  if (waits++ === 0) console.log('waits');
  await until(() => events.drains > drains, 'drain');
}
console.log(JSON.stringify({ waits }));
transport.close();
