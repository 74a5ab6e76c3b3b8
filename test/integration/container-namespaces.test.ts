import { closeSync, fstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { containerXml, freshName, startKnown } from '../support/integration-container.js';
import { open, useContainers } from '../support/integration-daemon.js';
import { FD_TRANSPORTS } from '../support/integration-files.js';

const daemon = useContainers();

const O_CLOEXEC = 0o2000000;

/** The first process of a container, as the host numbers it; `null` before it has become what it was started for. */
function initOf(name: string): number | null {
  const found = readdirSync('/proc').find((pid) => {
    if (!/^\d+$/u.test(pid)) return false;
    try {
      const [, inner] = /^NSpid:\t\d+\t(\d+)$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
      return (
        inner === '1' && readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`LIBVIRT_LXC_NAME=${name}`)
      );
    } catch {
      return false;
    }
  });
  return found === undefined ? null : Number(found);
}

function flagsOf(fd: number): number {
  const [, flags = ''] = /^flags:\t(\d+)$/mu.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8')) ?? [];
  return Number.parseInt(flags, 8);
}

describe.each(FD_TRANSPORTS)('over %s', (fdTransport) => {
  it('the namespaces of a container are opened', async () => {
    const connection = await open(daemon().uri('lxc'), { fdTransport });
    const domain = await startKnown(() => connection.domainCreateXML(containerXml(freshName())));
    const fds = await domain.lxcOpenNamespace();
    try {
      await expect.poll(() => initOf(domain.name)).not.toBe(null);
      const init = initOf(domain.name);
      const wanted = ['user', 'ipc', 'uts', 'net', 'pid', 'mnt'].map((ns) => statSync(`/proc/${init}/ns/${ns}`).ino);
      expect(fds.map((fd) => fstatSync(fd).ino)).toEqual(wanted);
      expect(statSync('/proc/self/ns/mnt').ino).not.toBe(wanted.at(-1));
      // usocket cannot receive them so.
      for (const fd of fds) expect(flagsOf(fd) & O_CLOEXEC).toBe(fdTransport === 'koffi' ? O_CLOEXEC : 0);
    } finally {
      for (const fd of fds) closeSync(fd);
    }
  });

  it('those of a container that does not run are not', async () => {
    const connection = await open(daemon().uri('lxc'), { fdTransport });
    const domain = await connection.domainDefineXML(containerXml(freshName()));
    await expect(domain.lxcOpenNamespace()).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_INVALID' });
    await domain.undefine();
  });
});

it('without descriptors, namespaces cannot be opened, and that is said at once', async () => {
  const connection = await open(daemon().uri('lxc'), { fdTransport: 'none' });
  const domain = await connection.domainCreateXML(containerXml(freshName()));
  await expect(domain.lxcOpenNamespace()).rejects.toMatchObject({
    name: 'UnsupportedError',
    message: "DOMAIN_OPEN_NAMESPACE cannot carry descriptors: this connection was made with fdTransport: 'none'",
  });
});
