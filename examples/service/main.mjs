// Keeps containers running that accept on the socket which this program is started with, and does not touch itself.
// Usage: systemd-socket-activate -l 8080 node main.mjs [COUNT]
import { connect } from 'libvirt-rpc';
import { keepRunning } from './keeper.mjs';

const SOCKET = 3; // What systemd passes first.
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop.abort());

const connection = await connect('lxc:///system');
await keepRunning(connection, SOCKET, Number(process.argv[2] ?? 2), { signal: stop.signal, log: console.log });
await connection.close();
