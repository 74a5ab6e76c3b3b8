/** Connects, has nothing else to do, and lets the connection keep the process alive or not. */
import { dialUnix, type FdTransport } from '../../../src/transport/choose.js';

const [path = '', fdTransport, keep] = process.argv.slice(2);
const transport = await dialUnix(path, { fdTransport: fdTransport as FdTransport, signal: undefined });
transport.start({
  data: () => {},
  descriptors: () => {},
  drain: () => {},
  close: () => {},
});
if (keep === 'unref') transport.ref(false);
console.log('connected');
