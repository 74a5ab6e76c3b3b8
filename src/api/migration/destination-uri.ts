import { invalidArgValue } from '../../errors.js';

/**
 * The source's daemon would take a URI without a server for its own host, and one of `localhost` is. As with the C
 * client, a UNIX socket that is named may be a way to another host: another daemon's, or a tunnel's.
 *
 * @throws TypeError for a URI that names the source's own host, or is none
 */
export function checkElsewhere(dconnuri: string): void {
  if (!URL.canParse(dconnuri)) {
    throw invalidArgValue(
      'dconnuri',
      `is ${JSON.stringify(dconnuri)}, which is no URI such as "qemu+tls://host/system"`,
    );
  }
  const { protocol, hostname, searchParams } = new URL(dconnuri);
  if (hostname === '' ? protocol.endsWith('+unix:') && searchParams.has('socket') : !hostname.startsWith('localhost')) {
    return;
  }
  throw invalidArgValue(
    'dconnuri',
    `is ${JSON.stringify(dconnuri)}, which the source's daemon takes for its own host: name the destination's, as in "qemu+tls://host/system"`,
  );
}
