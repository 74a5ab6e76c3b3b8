import { beforeEach } from 'vitest';
import type { DaemonOptions, PrivateDaemon } from '../../scripts/daemon/index.mjs';
import { otherLibvirt, type Which } from '../../scripts/setup/index.mjs';

/** A libvirt that lies beside the installed one, as `PrivateDaemon` takes it, and the number that it says of itself. */
export interface OtherLibvirt {
  readonly tree: string;
  readonly version: bigint;
}

/** 1,000,000 × major + 1,000 × minor + release. */
function numberOf(version: string): bigint {
  const [major = 0n, minor = 0n, release = 0n] = version.split('.').map(BigInt);
  return major * 1_000_000n + minor * 1_000n + release;
}

/** The libvirt that the set-up has unpacked. Where it has none, the tests of a file are skipped, which CI fails for. */
export function useOtherLibvirt(which: Which): OtherLibvirt {
  const found = otherLibvirt(which);
  if ('tree' in found) return { tree: found.tree, version: numberOf(found.version) };
  beforeEach((context) => context.skip(`the ${which} libvirt is not there: ${found.reason}`));
  return { tree: '', version: 0n };
}

/** What starts a daemon of it; where there is none, of the installed one, which no test sees. */
export function ofOther({ tree }: OtherLibvirt): DaemonOptions {
  return tree === '' ? {} : { tree };
}

/** Milliseconds that a daemon may take to end in order. 11.3.0 may wait in vain when it has just started, and then takes 30 s. */
const GRACE = 5_000;

/** Stops a daemon as a service manager does, and starts this libvirt's, or the installed one's, in its place. */
export async function replace(daemon: PrivateDaemon, tree: string | null, meanwhile?: () => unknown): Promise<void> {
  daemon.kill('SIGTERM');
  const impatience = setTimeout(() => daemon.kill('SIGKILL'), GRACE);
  await daemon.untilExit();
  clearTimeout(impatience);
  await meanwhile?.();
  await daemon.restart({ tree });
}
