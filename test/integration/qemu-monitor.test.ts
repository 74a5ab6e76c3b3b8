import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guestXml } from '../../scripts/demo-parts/qemu-guest.mjs';
import {
  type Connection,
  type Domain,
  DomainQemuMonitorCommandFlags,
  type FileLike,
  RemoteError,
} from '../../src/index.js';
import { FD_TRANSPORTS } from '../support/integration-files.js';
import { useQemu } from '../support/qemu-daemon.js';
import { pausedGuest } from '../support/qemu-guests.js';
import { identity, qemuPid } from '../support/qemu-process.js';
import { openDescriptors } from '../support/test-session.js';

/** What qemu answers to `query-fdsets`. */
interface FdSet {
  readonly 'fdset-id': number;
  readonly fds: readonly { readonly fd: number; readonly opaque?: string }[];
}

/** A command to qemu, and the value that it returns. */
async function execute(
  domain: Domain,
  command: string,
  args: object = {},
  files: readonly FileLike[] = [],
): Promise<unknown> {
  const cmd = JSON.stringify({ execute: command, arguments: args });
  const { result, files: returned } = await domain.qemuMonitorCommandWithFiles(cmd, files);
  expect(returned).toEqual([]);
  const answer = JSON.parse(result);
  if ('error' in answer) throw new Error(answer.error.desc);
  return answer.return;
}

describe('the monitor of qemu', () => {
  const qemu = useQemu();
  let keeper: Connection;
  let guest: Domain;
  let file: number;

  beforeAll(async () => {
    keeper = await qemu.connect({ fdTransport: 'none' });
    guest = await pausedGuest(qemu, keeper);
    file = openSync(join(qemu.state, 'passed'), 'w+');
  });
  afterAll(async () => {
    if (file !== undefined) closeSync(file);
    await keeper?.close();
  });

  describe.each(FD_TRANSPORTS)('over %s', (fdTransport) => {
    async function lookup(readOnly = false): Promise<Domain> {
      return (await qemu.open({ fdTransport, readOnly })).domainLookupByName(guest.name);
    }

    it('answers a command, as it is', async () => {
      const domain = await lookup();
      const { result } = await domain.qemuMonitorCommandWithFiles('{"execute":"query-status"}');
      expect(JSON.parse(result)).toMatchObject({ return: { running: false, status: 'prelaunch' } });
      const { HMP } = DomainQemuMonitorCommandFlags;
      const human = await domain.qemuMonitorCommandWithFiles('info status', [], HMP);
      expect(human.result).toMatch(/^VM status: paused/);
    });

    it('returns no files, since no command of qemu’s has any to return', async () => {
      // Replies that do carry descriptors: openGraphicsFD here, lxcOpenNamespace with containers.
      const domain = await lookup();
      const before = openDescriptors();
      const answer = await domain.qemuMonitorCommandWithFiles('{"execute":"query-version"}', []);
      expect(answer.files).toEqual([]);
      expect(openDescriptors()).toBe(before);
    });

    it('is given a file for a set, and qemu has that file', async () => {
      const domain = await lookup();
      const before = openDescriptors();
      const opaque = `over ${fdTransport}`;
      const added = (await execute(domain, 'add-fd', { opaque }, [file])) as { fd: number; 'fdset-id': number };
      const sets = (await execute(domain, 'query-fdsets')) as FdSet[];
      const set = sets.find((one) => one['fdset-id'] === added['fdset-id']);
      expect(set?.fds).toEqual([{ fd: added.fd, opaque }]);
      expect(identity(added.fd, qemuPid(guest.name))).toBe(identity(file));
      expect(openDescriptors()).toBe(before);
    });

    it('is given a file by name, once', async () => {
      const domain = await lookup();
      const fdname = `over-${fdTransport}`;
      await execute(domain, 'getfd', { fdname }, [file]);
      await execute(domain, 'closefd', { fdname });
      await expect(execute(domain, 'closefd', { fdname })).rejects.toThrow('not found');
    });

    it('says so where a command lacks its file', async () => {
      const domain = await lookup();
      await expect(execute(domain, 'add-fd')).rejects.toThrow('No file descriptor supplied via SCM_RIGHTS');
    });

    it('is given one file with a command, and no more', async () => {
      const domain = await lookup();
      const opaque = `two over ${fdTransport}`;
      const error = await execute(domain, 'add-fd', { opaque }, [file, file]).catch((error: unknown) => error);
      expect(error).toBeInstanceOf(RemoteError);
      expect(error).toMatchObject({
        code: 'VIR_ERR_INVALID_ARG',
        domain: 'VIR_FROM_QEMU',
        procedure: 'DOMAIN_MONITOR_COMMAND_WITH_FILES',
        message: expect.stringContaining('at most 1 fd'),
      });
      expect(JSON.stringify(await execute(domain, 'query-fdsets'))).not.toContain(opaque);
    });

    it('fails as the daemon says, and the connection and its descriptors live on', async () => {
      const domain = await lookup();
      const before = openDescriptors();
      await expect(domain.qemuMonitorCommandWithFiles('{', [file])).rejects.toThrow('cannot parse json');
      await expect(domain.qemuMonitorCommandWithFiles('{}', [file], 2)).rejects.toMatchObject({
        code: 'VIR_ERR_INVALID_ARG',
      });
      expect(await execute(domain, 'query-status')).toMatchObject({ running: false });
      expect(openDescriptors()).toBe(before);
    });

    it('is closed to a connection that is read-only', async () => {
      const domain = await lookup(true);
      for (const files of [[], [file]]) {
        await expect(domain.qemuMonitorCommandWithFiles('{"execute":"stop"}', files)).rejects.toMatchObject({
          code: 'VIR_ERR_OPERATION_DENIED',
          message: expect.stringContaining('read only'),
        });
      }
    });
  });

  it('is there only while the guest runs', async () => {
    const connection = await qemu.open();
    const domain = await connection.domainDefineXML(guestXml(qemu.guest()));
    try {
      await expect(execute(domain, 'query-status', {}, [file])).rejects.toMatchObject({
        code: 'VIR_ERR_OPERATION_INVALID',
      });
    } finally {
      await domain.undefine();
    }
  });

  it('takes at most as many files as a message does, which is said before anything is sent', async () => {
    const domain = await (await qemu.open()).domainLookupByName(guest.name);
    const files = new Array(33).fill(file);
    await expect(domain.qemuMonitorCommandWithFiles('{}', files)).rejects.toThrow(/at most 32 files long/);
  });
});
