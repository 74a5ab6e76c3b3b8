// @ts-check
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/** What Debian's packages ask before they start a service of theirs. */
const POLICY = '/usr/sbin/policy-rc.d';

const TEXT = `#!/bin/sh
# Made by libvirt-rpc's set-up, and removed by it: the host's libvirtd is not to be started.
exit 101
`;

function isOurs() {
  return existsSync(POLICY) && readFileSync(POLICY, 'utf8') === TEXT;
}

/**
 * Runs `install` in a time in which no package starts a service.
 *
 * @template T
 * @param {() => Promise<T>} install
 * @returns {Promise<T>}
 */
export async function withoutServices(install) {
  const ours = !existsSync(POLICY) || isOurs();
  if (ours) writeFileSync(POLICY, TEXT, { mode: 0o755 });
  try {
    return await install();
  } finally {
    if (ours) rmSync(POLICY, { force: true });
  }
}

/** Removes what a set-up that was killed has left. */
export function forgetServices() {
  if (isOurs()) rmSync(POLICY);
}
