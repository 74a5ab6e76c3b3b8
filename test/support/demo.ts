import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Finished, finished } from './host-of.js';

const DEMO = fileURLToPath(new URL('../../scripts/demo.mjs', import.meta.url));

/** A run of the demo, with a directory of its own for all that it makes. */
export class DemoRun {
  readonly child: ChildProcess;
  readonly done: Promise<Finished>;
  readonly #directory = mkdtempSync('/tmp/demo-');
  #output = '';

  /** @param prefix a command that runs the demo: `setpriv` and the like */
  constructor(args: readonly string[], prefix: readonly string[] = []) {
    const [program = '', ...rest] = [...prefix, process.execPath, DEMO, ...args];
    const { PATH = '', HOME = '/' } = process.env;
    // An unprivileged daemon's user enters it too.
    chmodSync(this.#directory, 0o755);
    this.child = spawn(program, rest, {
      env: { PATH, HOME, TMPDIR: this.#directory },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (text) => {
      this.#output += String(text);
    });
    this.done = finished(this.child);
  }

  /** Waits until a step has been printed. */
  async until(step: string): Promise<void> {
    while (!this.#output.includes(`  ${step}: `)) {
      if (this.child.exitCode !== null) throw new Error(`the demo ended before ${step}:\n${this.#output}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** The names of the directories that it has made, each of which is also the name of a daemon's control groups. */
  get made(): string[] {
    return readdirSync(this.#directory);
  }

  /** What the demo has left, to be told after its end: files, mounts, control groups, processes. */
  left(made: readonly string[]): string[] {
    const groups = readdirSync('/sys/fs/cgroup').flatMap((hierarchy) =>
      made.map((name) => join('/sys/fs/cgroup', hierarchy, name)).filter((group) => existsSync(group)),
    );
    const mounts = readFileSync('/proc/self/mountinfo', 'utf8')
      .split('\n')
      .filter((line) => line.includes(this.#directory));
    return [...this.made, ...groups, ...mounts, ...processesOf(this.#directory)];
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** The processes whose command line or environment names a directory. */
function processesOf(directory: string): string[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/u.test(pid))
    .filter((pid) =>
      ['cmdline', 'environ'].some((file) => {
        try {
          return readFileSync(`/proc/${pid}/${file}`, 'utf8').includes(directory);
        } catch {
          return false; // It has ended.
        }
      }),
    );
}
