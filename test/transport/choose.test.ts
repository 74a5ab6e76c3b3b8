import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dialUnix } from '../../src/transport/choose.js';
import { Compiled } from '../support/transport-compiled.js';
import { Peer } from '../support/transport-peer.js';
import { Program } from '../support/transport-program.js';

const PACKAGES = { koffi: ['koffi'], usocket: ['usocket'], both: ['koffi', 'usocket'], none: [] } as const;

describe('the choice of a transport', () => {
  const installed = new Map<keyof typeof PACKAGES, Compiled>();
  let peer: Peer;
  let path: string;

  beforeAll(async () => {
    for (const name of Object.keys(PACKAGES) as (keyof typeof PACKAGES)[]) {
      installed.set(name, new Compiled(PACKAGES[name]));
    }
    peer = new Peer();
    path = join(installed.get('none')?.directory ?? '', 'socket');
    await peer.listen(path, 100);
  });

  afterAll(async () => {
    await peer.stop();
    for (const compiled of installed.values()) compiled.remove();
  });

  async function dial(packages: keyof typeof PACKAGES, fdTransport: string, where = 'main'): Promise<unknown> {
    const program = new Program(installed.get(packages) as Compiled, 'dial', [path, fdTransport, where]);
    const outcome = await program.json();
    expect(await program.ended()).toBe(0);
    return outcome;
  }

  it.each([
    ['both', '', { kind: 'koffi', supportsFds: true, whyNoFds: '' }],
    ['both', 'koffi', { kind: 'koffi', supportsFds: true }],
    ['both', 'usocket', { kind: 'usocket', supportsFds: true, whyNoFds: '' }],
    ['both', 'none', { kind: 'net', supportsFds: false, whyNoFds: expect.stringContaining("fdTransport: 'none'") }],
    ['koffi', '', { kind: 'koffi' }],
    ['usocket', '', { kind: 'usocket' }],
    ['none', 'none', { kind: 'net' }],
  ] as const)('with %s installed, %j gives %j', async (packages, fdTransport, outcome) => {
    expect(await dial(packages, fdTransport)).toMatchObject(outcome);
  });

  it('without either package is one without descriptors, which says what to install', async () => {
    const whyNoFds = expect.stringMatching(
      /koffi cannot be loaded.*usocket cannot be loaded.*npm install usocket@1\.1/,
    );
    expect(await dial('none', '')).toEqual({ kind: 'net', supportsFds: false, whyNoFds });
  });

  it.each(['koffi', 'usocket'])(
    'of %s where it is not installed is an error that says what to do',
    async (package_) => {
      const message = expect.stringMatching(new RegExp(`the package ${package_} cannot be loaded.*: .*install`));
      expect(await dial('none', package_)).toEqual({
        name: 'UnsupportedError',
        code: 'ERR_LIBVIRT_UNSUPPORTED',
        message,
      });
    },
  );

  it('of usocket in a worker thread is an error, and the process lives', async () => {
    const message = expect.stringContaining('use koffi there');
    expect(await dial('both', 'usocket', 'worker')).toMatchObject({ name: 'UnsupportedError', message });
  });

  it('in a worker thread, with usocket alone installed, is one without descriptors', async () => {
    const whyNoFds = expect.stringMatching(/koffi cannot be loaded.*worker thread/);
    expect(await dial('usocket', '', 'worker')).toMatchObject({ kind: 'net', whyNoFds });
  });

  it('in a worker thread is koffi', async () => {
    expect(await dial('both', '', 'worker')).toMatchObject({ kind: 'koffi' });
  });

  it.each(['tcp', '', null, 1])('that is %j is a TypeError', async (value) => {
    const dialed = dialUnix(path, { fdTransport: value as 'none', signal: undefined });
    await expect(dialed).rejects.toMatchObject({ name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE' });
  });
});
