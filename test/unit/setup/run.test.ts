import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { must, run } from '../../../scripts/setup/run.mjs';

const RUN = fileURLToPath(new URL('../../../scripts/setup/run.mjs', import.meta.url));

/** A process that runs a shell command by `run`, and says what became of it. */
function running(command: string, uninterruptible: boolean) {
  const program = `
    const { run } = await import(${JSON.stringify(RUN)});
    await run('sh', ['-c', ${JSON.stringify(command)}], { show: true, uninterruptible: ${uninterruptible} }).then(
      ({ status }) => console.log('ended ' + status),
      (error) => console.log(error.name + ' ' + error.signal),
    );`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

/** Whether a process runs: one that has ended may be listed until its parent has asked for its status. */
function runs(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe('a command of the set-up', () => {
  it('returns its status and all that it wrote', async () => {
    expect(await run('sh', ['-c', 'echo out; echo err >&2; exit 3'])).toEqual({ status: 3, output: 'out\nerr\n' });
  });

  it('has no input to wait for', async () => {
    expect(await run('cat', [])).toEqual({ status: 0, output: '' });
  });

  it('that must succeed says what it was for, and how it ended', async () => {
    await expect(must('the test', 'sh', ['-c', 'echo why; exit 4'])).rejects.toThrow(
      'the test failed: sh -c echo why; exit 4 ended with 4\nwhy',
    );
  });

  it('that does not exist is an error', async () => {
    await expect(run('libvirt-rpc-no-such-command', [])).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends with all that it started when %s comes', async (signal) => {
    const { child, lines } = running('sleep 60 & echo $!; wait', false);
    const pid = Number((await lines.next()).value);
    expect(runs(pid)).toBe(true);
    child.kill(signal);
    expect((await lines.next()).value).toBe(`Interrupted ${signal}`);
    await once(child, 'exit');
    await vi.waitUntil(() => !runs(pid));
  });

  it('that is uninterruptible ends by itself before the signal counts', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'libvirt-rpc-run-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const { child, lines } = running(`echo begun; until [ -e ${folder}/end ]; do sleep 0.05; done; echo done`, true);
    expect((await lines.next()).value).toBe('begun');
    child.kill('SIGINT');
    writeFileSync(join(folder, 'end'), '');
    expect((await lines.next()).value).toBe('done');
    expect((await lines.next()).value).toBe('Interrupted SIGINT');
    await once(child, 'exit');
  });
});
