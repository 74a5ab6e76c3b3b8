import { AuthError, type RemoteError } from '../errors.js';

/** The error for a connection that polkit does not allow. */
export function polkitFailure(cause: RemoteError): AuthError {
  const unavailable = cause.code === 'VIR_ERR_AUTH_UNAVAILABLE';
  const agent = unavailable
    ? `It would ask for a password, and no agent of this session's does that: "pkttyagent --process ${process.pid}" in a ` +
      'terminal of the same user is one. Without anybody who answers: '
    : '';
  const password = unavailable ? '' : '. Where an agent asked for a password, it was not the right one';
  return new AuthError(
    `polkit did not let this process in: ${cause.message}. ${agent}A rule for org.libvirt.unix.manage ` +
      '(org.libvirt.unix.monitor for a read-only connection) can allow its user, and so can membership in the ' +
      `group that the host has such a rule for, often "libvirt"${password}`,
    { reason: 'denied', cause },
  );
}
