import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Connection, FileLike, Files } from '../../src/index.js';
import { freshName, type Identity, reported, reportingXml } from '../support/integration-container.js';
import { open, useContainers, useFolder } from '../support/integration-daemon.js';
import { FD_TRANSPORTS, filesOfEveryKind, identityOf, regularFile } from '../support/integration-files.js';

const daemon = useContainers();
const folder = useFolder();

/** The two calls that hand files to a container's init. */
const WAYS: [string, (connection: Connection, xml: string, files: Files) => Promise<unknown>][] = [
  ['domainCreateXMLWithFiles', (connection, xml, files) => connection.domainCreateXMLWithFiles(xml, files)],
  [
    'createWithFiles',
    async (connection, xml, files) => {
      const domain = await connection.domainDefineXML(xml);
      expect(domain.id).toBe(-1);
      await domain.createWithFiles(files);
      expect(domain.id).toBeGreaterThan(0);
    },
  ],
];

function devNull(): Identity {
  const fd = openSync('/dev/null', 'r');
  try {
    return identityOf(fd);
  } finally {
    closeSync(fd);
  }
}

/** What init must see from 3 on. */
function expected(fds: readonly number[]): Map<number, Identity> {
  return new Map(fds.map((fd, i) => [3 + i, identityOf(fd)]));
}

/** What init has seen from 3 on; 0, 1 and 2 are its console. */
async function seen(name: string): Promise<Map<number, Identity>> {
  const all = await reported(name, folder);
  const [input, ...others] = [0, 1, 2].map((fd) => all.get(fd));
  expect(input?.rdev).not.toBe(0n);
  expect(others).toEqual([input, input]);
  for (const fd of [0, 1, 2]) all.delete(fd);
  return all;
}

describe.each(FD_TRANSPORTS)('over %s, the init of a container has', (fdTransport) => {
  describe.each(WAYS)('after %s', (_, create) => {
    it.each([0, 1, 2, 31, 32])('as many descriptors as it was given: %i', async (count) => {
      const connection = await open(daemon().uri('lxc'), { fdTransport });
      const name = freshName();
      const fds = Array.from({ length: count }, (_, i) => regularFile(join(folder, `${name}.${i}`)));
      await create(connection, reportingXml(name, folder), fds);
      expect(await seen(name)).toEqual(expected(fds));
    });

    it('files of every kind, however the program holds them', async () => {
      const connection = await open(daemon().uri('lxc'), { fdTransport });
      const name = freshName();
      const files = await filesOfEveryKind(folder, name);
      await create(
        connection,
        reportingXml(name, folder),
        files.map(({ file }) => file),
      );
      expect(await seen(name)).toEqual(expected(files.map(({ fd }) => fd)));
    });

    it('each file at its number, and /dev/null between them', async () => {
      const connection = await open(daemon().uri('lxc'), { fdTransport });
      const name = freshName();
      const places = [34, 4, 10].map((place): [number, number] => [
        place,
        regularFile(join(folder, `${name}.${place}`)),
      ]);
      await create(connection, reportingXml(name, folder), Object.fromEntries(places) as Record<number, FileLike>);
      const all = Array.from({ length: 32 }, (_, i): [number, Identity] => [3 + i, devNull()]);
      const wanted = new Map([...all, ...places.map(([place, fd]): [number, Identity] => [place, identityOf(fd)])]);
      expect(await seen(name)).toEqual(wanted);
    });

    it('the same file twice, where it was given twice', async () => {
      const connection = await open(daemon().uri('lxc'), { fdTransport });
      const name = freshName();
      const fd = regularFile(join(folder, `${name}.twice`));
      await create(connection, reportingXml(name, folder), [fd, fd, fd]);
      expect(await seen(name)).toEqual(expected([fd, fd, fd]));
    });
  });
});
