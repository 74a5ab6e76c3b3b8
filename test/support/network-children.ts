import { readdirSync, readFileSync } from 'node:fs';

/** A program that a process has started and that has not ended. */
export interface Child {
  readonly pid: number;
  readonly command: string;
}

/** @param of the process whose children they are; default: this one */
export function children(of: number | 'self' = 'self'): Child[] {
  const pids = readdirSync(`/proc/${of}/task`).flatMap((task) => {
    try {
      return readFileSync(`/proc/${of}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
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
