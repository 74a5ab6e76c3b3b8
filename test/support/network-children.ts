import { readdirSync, readFileSync } from 'node:fs';

/** A program that this process has started and that has not ended. */
export interface Child {
  readonly pid: number;
  readonly command: string;
}

export function children(): Child[] {
  const pids = readdirSync('/proc/self/task').flatMap((task) => {
    try {
      return readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
    } catch {
      return [];
    }
  });
  return pids.flatMap((pid) => {
    try {
      return [{ pid, command: readFileSync(`/proc/${pid}/comm`, 'utf8').trim() }];
    } catch {
      return [];
    }
  });
}
