import { readdirSync, readFileSync, statSync } from 'node:fs';

/** The process of a running guest. */
export function qemuPid(guest: string): number {
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if (readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(`\0guest=${guest},`)) return Number(name);
    } catch {
      // It has ended since it was listed.
    }
  }
  throw new Error(`no process runs the guest ${guest}`);
}

/** What a file is, whatever it is called: its device and its number there. */
export function identity(fd: number, pid: number | 'self' = 'self'): string {
  const { dev, ino } = statSync(`/proc/${pid}/fd/${fd}`, { bigint: true });
  return `${dev}:${ino}`;
}

/** How many descriptors a guest's process has open. */
export function qemuDescriptors(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}
