import { describe } from 'vitest';
import { useFolder } from '../support/integration-daemon.js';
import { useNetworkHost, WAYS } from '../support/network-host.js';
import { passesEverything } from '../support/network-suite.js';

const host = useNetworkHost(useFolder());

const KINDS: Readonly<Record<(typeof WAYS)[number], [kind: string, secure: boolean, encrypted: boolean]>> = {
  unix: ['koffi', true, false],
  tcp: ['tcp', false, false],
  tls: ['tls', true, true],
  'ssh by netcat': ['ssh', true, true],
  'ssh by virt-ssh-helper': ['ssh', true, true],
  libssh: ['ssh', true, true],
  ext: ['ext', false, false],
  'a stream': ['stream', false, false],
  'a dialer': ['stream', false, false],
  'TLS on a stream': ['tls', true, true],
};

describe.each(WAYS)('over %s', (name) => {
  const [kind, secure, encrypted] = KINDS[name];
  const whyNoFds = name === 'unix' ? null : 'only a UNIX socket of this host carries them';
  passesEverything({ kind, secure, encrypted, whyNoFds }, (driver) => host().way(name, driver));
});
