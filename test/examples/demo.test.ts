import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type PrivateDaemon, startDaemon } from '../../scripts/daemon/index.mjs';
import { DemoRun } from '../support/demo.js';

const runs: DemoRun[] = [];

function demo(args: readonly string[] = [], prefix: readonly string[] = []): DemoRun {
  const run = new DemoRun(args, prefix);
  runs.push(run);
  return run;
}

afterEach(() => {
  for (const run of runs.splice(0)) run.remove();
});

const STEPS = ['socket', 'container', 'answer', 'log', 'destroy'];

/** The steps that were printed, each with a duration. */
function steps(output: string): string[] {
  return [...output.matchAll(/^ {2}([a-z]+): .* \([\d.]+ m?s\)$/gmu)].map(([, name = '']) => name);
}

/** The daemon's open files, once it does nothing: it looks at the host's devices for a while after it has started. */
async function settledFds(daemon: PrivateDaemon): Promise<string[]> {
  const now = async (): Promise<string[]> => [...(await daemon.fds()).values()].sort();
  for (let files = await now(), same = 0; ; ) {
    await delay(100);
    const next = await now();
    same = next.join() === files.join() ? same + 1 : 0;
    if (same === 5) return next;
    files = next;
  }
}

describe('npm run demo', () => {
  it('does the main job on a daemon of its own, and leaves nothing', async () => {
    const run = demo();
    await run.until('daemon');
    const { made } = run;
    const { stdout, stderr, status } = await run.done;
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(steps(stdout).slice(-8)).toEqual(['daemon', 'connect', ...STEPS, 'stop']);
    expect(stdout).toMatch(/HTTP 200 from pid 1 of libvirt-rpc-demo-\d+, which sees 0 1 2 3 4 and LISTEN_FDS=2/u);
    expect(stdout).toContain('descriptor 4 says "GET / answered by pid 1"');
    expect(made).not.toEqual([]);
    expect(run.left(made)).toEqual([]);
  });

  it.each(['daemon', 'connect', 'container', 'answer'])('leaves nothing on Ctrl-C after %s', async (step) => {
    const run = demo();
    await run.until(step);
    const { made } = run;
    run.child.kill('SIGINT');
    const { stderr, status } = await run.done;
    expect(stderr).toContain('interrupted');
    expect(status).toBe(130);
    expect(made).not.toEqual([]);
    expect(run.left(made)).toEqual([]);
  });

  it('says what was refused where the kernel grants no mounts, and shows what can be shown', async () => {
    const run = demo([], ['setpriv', '--bounding-set', '-sys_admin', '--inh-caps', '-sys_admin']);
    const { stdout, stderr, status } = await run.done;
    expect(stderr).toContain('refused: a libvirtd with mounts and control groups of its own was not started');
    expect(stderr).toContain('Operation not permitted');
    expect(stdout).toContain('the test driver took with-files with 2 descriptors');
    expect(stdout).toContain('booted from a disk image passed as a descriptor');
    expect(status).toBe(2);
    expect(run.left([])).toEqual([]);
  });

  it('says what to do, without root and without a daemon', async () => {
    const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups'];
    // The checkout may be where nobody else can read it; access(2), too, is to know that this process may.
    const caps = ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'];
    const reader = ['--securebits=+no_setuid_fixup', ...caps];
    const { stdout, stderr, status } = await demo([], ['setpriv', ...nobody, ...reader]).done;
    expect(stdout).not.toContain('daemon:');
    expect(stderr).toContain('cannot connect to lxc:///system: ');
    expect(stderr).toContain('sudo npm run demo');
    expect(stderr).toContain('npm run demo -- --connect');
    expect(stderr.split('\n').length).toBeLessThan(24);
    expect(status).toBe(1);
  });

  it('refuses an option that is none', async () => {
    const { stderr, status } = await demo(['--conect', 'lxc:///system']).done;
    expect(stderr).toContain("Unknown option '--conect'");
    expect(stderr).toContain('usage: npm run demo');
    expect(status).toBe(2);
  });

  it('tells a mistyped URI', async () => {
    const { stderr, status } = await demo(['--connect', 'lxc://system']).done;
    expect(stderr).toContain('a slash is missing: lxc:///system');
    expect(status).toBe(1);
  });
});

describe('npm run demo -- --connect', () => {
  let daemon: PrivateDaemon;

  beforeAll(async () => {
    daemon = await startDaemon();
  });

  afterAll(() => daemon.stop());

  it('does the main job on a daemon that runs already, and leaves it as it was', async () => {
    const before = await settledFds(daemon);
    const run = demo(['--connect', daemon.uri('lxc')]);
    const { stdout, stderr, status } = await run.done;
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(steps(stdout).slice(-6)).toEqual(['connect', ...STEPS]);
    expect(run.left([])).toEqual([]);
    expect(await settledFds(daemon)).toEqual(before);
  });

  it('says why where no daemon answers', async () => {
    const { stderr, status } = await demo(['--connect', 'lxc+unix:///system?socket=/run/none']).done;
    expect(stderr).toContain('/run/none does not exist');
    expect(status).toBe(1);
  });

  it('says so where the daemon runs no containers', async () => {
    const { stderr, status } = await demo(['--connect', daemon.uri('test')]).done;
    expect(stderr).toContain('test');
    expect(status).not.toBe(0);
  });
});
