// @ts-check
/**
 * The first process of the demo's container. It serves HTTP on the socket that it was handed as descriptor 3, and
 * writes what it serves to the log that it was handed as 4.
 */
import { writeSync } from 'node:fs';
import { createServer } from 'node:http';

const [SOCKET, LOG] = [3, 4];

const server = createServer((request, response) => {
  writeSync(LOG, `${request.method} ${request.url} answered by pid ${process.pid}\n`);
  const { LISTEN_FDS, LISTEN_PID, LISTEN_FDNAMES, LIBVIRT_LXC_NAME, DESCRIPTORS = '' } = process.env;
  const answer = {
    pid: process.pid,
    container: LIBVIRT_LXC_NAME,
    descriptors: DESCRIPTORS.trim().split(' ').map(Number),
    LISTEN_FDS,
    LISTEN_PID,
    LISTEN_FDNAMES,
  };
  response.setHeader('connection', 'close').end(JSON.stringify(answer));
});
server.listen({ fd: SOCKET });
