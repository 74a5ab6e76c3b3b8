import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { type Finished, finished } from './host-of.js';

/** Runs examples, as a user would: by what is built. */
export function exampleRunner(): {
  start: (example: string, args?: readonly string[], stdin?: 'ignore' | 'pipe') => ChildProcess;
  run: (example: string, args?: readonly string[]) => Promise<Finished>;
} {
  const start = (example: string, args: readonly string[] = [], stdin: 'ignore' | 'pipe' = 'ignore'): ChildProcess => {
    const file = fileURLToPath(new URL(`../../examples/${example}`, import.meta.url));
    const child = spawn(process.execPath, [file, ...args], { stdio: [stdin, 'pipe', 'pipe'] });
    onTestFinished(() => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    });
    return child;
  };
  return { start, run: (example, args) => finished(start(example, args)) };
}
