import { mkdirSync, mkdtempSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { finished, spawnOnHostOf } from '../support/host-of.js';
import { useDaemon, useFolder } from '../support/integration-daemon.js';
import { connectOnHostOf } from '../support/integration-host.js';
import { Tap } from '../support/integration-tap.js';

// No package of Debian's has a modular daemon: libvirtd stands behind all of these sockets.
const daemon = useDaemon();
const folder = useFolder();

const URIS = [
  'lxc:///system',
  'lxc+unix:///system',
  'lxc:///system?mode=auto',
  'lxc:///system?mode=direct',
  'lxc:///system?mode=legacy',
  'qemu:///system',
  'qemu:///system?mode=direct',
  'nodedev:///system',
  'secret:///system?mode=direct',
  'storage:///system?mode=legacy',
  'remote:///system',
  'remote+unix:///system?mode=auto',
  'remote+unix:///system?mode=direct',
  null,
];

/** By URI, the socket that a client has reached; `null`: none. */
type Reached = readonly (readonly [uri: string | null, socket: string | null])[];

/** A host with such sockets alone. */
async function hostWith(names: readonly string[]): Promise<{ state: string; taps: readonly Tap[] }> {
  const state = mkdtempSync(join(folder, 'host-'));
  mkdirSync(join(state, 'etc'));
  const run = join(state, 'run/libvirt');
  mkdirSync(run, { recursive: true });
  const taps = await Promise.all(names.map((name) => Tap.open(run, daemon().socket, name)));
  return { state, taps };
}

/** What virsh reaches. */
async function theirs(state: string, taps: readonly Tap[], readOnly: boolean): Promise<Reached> {
  const found: [string | null, string | null][] = [];
  for (const uri of URIS) {
    const before = taps.map(({ connections }) => connections);
    const options = [...(readOnly ? ['-r'] : []), ...(uri === null ? [] : ['-c', uri])];
    await finished(spawnOnHostOf({ state }, ['virsh', '-q', ...options, 'uri'], { HOME: '/nonexistent' }));
    const used = taps.filter(({ connections }, i) => connections !== before[i]);
    expect(used.length).toBeLessThanOrEqual(1);
    found.push([uri, used[0] === undefined ? null : basename(used[0].path)]);
  }
  return found;
}

/** What this library reaches, in one program. */
async function ours(state: string, taps: readonly Tap[], readOnly: boolean): Promise<Reached> {
  const before = taps.map(({ connections }) => connections);
  const attempts = URIS.map((uri) => ({ uri, options: { readOnly } }));
  const outcomes = await connectOnHostOf({ state }, attempts);
  const used = taps.flatMap(({ path, times }, i) => times.slice(before[i]).map((time) => ({ path, time })));
  const inOrder = used.sort((one, other) => one.time - other.time).map(({ path }) => basename(path));
  const reached = outcomes.map(({ message }) => message === undefined || !message.startsWith('cannot connect'));
  expect(inOrder).toHaveLength(reached.filter(Boolean).length);
  return URIS.map((uri, i) => [uri, reached[i] ? (inOrder.shift() ?? null) : null]);
}

describe.each([
  [['libvirt']],
  [['libvirt', 'virtlxcd']],
  [['libvirt', 'virtlxcd', 'virtqemud', 'virtnodedevd', 'virtsecretd', 'virtstoraged']],
  [['virtqemud', 'virtnodedevd']],
])('where there are the sockets of %j', (daemons) => {
  it.each([
    ['', false],
    ['read-only ', true],
  ])('a %sclient takes the one that virsh takes', async (_, readOnly) => {
    const suffix = readOnly ? '-sock-ro' : '-sock';
    const { state, taps } = await hostWith(daemons.map((name) => `${name}${suffix}`));
    const expected = await theirs(state, taps, readOnly);
    // Without a URI, virsh knows no other daemon. This library asks the modular one that is there.
    const asked = daemons.includes('libvirt') ? null : `virtqemud${suffix}`;
    expect(await ours(state, taps, readOnly)).toEqual(
      expected.map(([uri, socket]) => [uri, uri === null ? (socket ?? asked) : socket]),
    );
  });
});
