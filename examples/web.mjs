// The container's init: sd_listen_fds says that descriptors begin at 3.
import http from 'node:http';

const { LISTEN_FDS, LISTEN_FDNAMES, LIBVIRT_LXC_NAME } = process.env;
http
  .createServer((_request, response) => {
    response.end(`pid ${process.pid} of ${LIBVIRT_LXC_NAME}, with ${LISTEN_FDS} descriptor: ${LISTEN_FDNAMES}\n`);
  })
  .listen({ fd: 3 });
