// @ts-check
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/** What Debian's packages ask before they start a service of theirs. */
const POLICY = '/usr/sbin/policy-rc.d';

const TEXT = `#!/bin/sh
# Made by libvirt-rpc's set-up, and removed by it: the host's libvirtd is not to be started.
exit 101
`;

/** @param {string} policy */
function isOurs(policy) {
  return existsSync(policy) && readFileSync(policy, 'utf8') === TEXT;
}

/**
 * Runs `install` in a time in which no package starts a service. A policy of the host's own stays as it is.
 *
 * @template T
 * @param {() => Promise<T>} install
 * @returns {Promise<T>}
 */
export async function withoutServices(install, policy = POLICY) {
  const ours = !existsSync(policy) || isOurs(policy);
  if (ours) writeFileSync(policy, TEXT, { mode: 0o755 });
  try {
    return await install();
  } finally {
    if (ours) rmSync(policy, { force: true });
  }
}

/** Removes what a set-up that was killed has left. */
export function forgetServices(policy = POLICY) {
  if (isOurs(policy)) rmSync(policy);
}
