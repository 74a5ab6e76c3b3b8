import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { useDaemon } from '../support/integration-daemon.js';
import { type Attempt, connectOnHostOf } from '../support/integration-host.js';
import { until } from '../support/transport-bench.js';

const system = useDaemon();
const NOBODY = { uid: 65534, gid: 65534 };

/** A home of a user who has no daemon yet. Whatever runs there in the end is ended. */
function home(): { readonly folder: string; readonly env: Readonly<Record<string, string>> } {
  const folder = mkdtempSync('/tmp/libvirt-rpc-home-');
  const names = ['run', 'config', 'cache', 'data'];
  for (const name of names) mkdirSync(join(folder, name));
  for (const name of ['.', ...names]) {
    chownSync(join(folder, name), NOBODY.uid, NOBODY.gid);
    chmodSync(join(folder, name), 0o700);
  }
  onTestFinished(async () => {
    for (const { pid } of daemonsIn(folder)) process.kill(pid, 'SIGKILL');
    await until(() => daemonsIn(folder).length === 0, 'its daemons to be gone');
    rmSync(folder, { recursive: true });
  });
  const env = {
    HOME: folder,
    XDG_RUNTIME_DIR: join(folder, 'run'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    XDG_DATA_HOME: join(folder, 'data'),
  };
  return { folder, env };
}

/** The programs that have such a home. */
function daemonsIn(folder: string): { readonly pid: number; readonly command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .flatMap((pid) => {
      try {
        if (!readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`HOME=${folder}`)) return [];
        return [
          { pid: Number(pid), command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim() },
        ];
      } catch {
        return [];
      }
    })
    .filter(({ command }) => !command.includes('connect.mjs'));
}

const run = (attempts: readonly Attempt[]) => connectOnHostOf(system(), attempts, NOBODY);

it('a user without a daemon gets one, which stays, and which the next connection finds', async () => {
  const { folder, env } = home();
  const [first, second, probe] = await run([
    { uri: 'qemu:///session', env },
    { uri: 'qemu:///session', env },
    { uri: null, env },
  ]);
  expect(first).toMatchObject({ uri: 'qemu:///session', type: 'QEMU' });
  expect(second).toMatchObject({ uri: 'qemu:///session', type: 'QEMU' });
  expect(probe).toMatchObject({ uri: 'qemu:///session' });
  const daemons = daemonsIn(folder).filter(({ command }) => command.includes('libvirtd'));
  expect(daemons.map(({ command }) => command)).toEqual([expect.stringMatching(/\/libvirtd --timeout=120$/u)]);
});

it('none is started where that is not wanted', async () => {
  const { folder, env } = home();
  const [never, named, direct] = await run([
    { uri: 'qemu:///session', env: { ...env, LIBVIRT_AUTOSTART: '0' } },
    { uri: `qemu:///session?socket=${folder}/run/sock`, env },
    { uri: 'qemu:///session?mode=direct', env },
  ]);
  for (const outcome of [never, named, direct]) {
    expect(outcome).toMatchObject({ error: 'ConnectionError', code: 'ERR_LIBVIRT_CONNECT' });
    expect(outcome?.message).toContain('does not exist');
    expect(outcome?.message).not.toContain('was started');
  }
  expect(daemonsIn(folder)).toEqual([]);
});

it('one that ends at once is told of', async () => {
  const { folder, env } = home();
  const programs = join(folder, 'programs');
  mkdirSync(programs);
  writeFileSync(join(programs, 'libvirtd'), '#!/bin/sh\nexit 6\n');
  for (const path of [programs, join(programs, 'libvirtd')]) {
    chownSync(path, NOBODY.uid, NOBODY.gid);
    chmodSync(path, 0o755);
  }
  const [outcome] = await run([{ uri: 'qemu:///session', env: { ...env, LIBVIRTD_PATH: programs } }]);
  expect(outcome).toMatchObject({ error: 'ConnectionError' });
  expect(outcome?.message).toContain(`${programs}/libvirtd was started, and ended with status 6.`);
});
