import { isatty } from 'node:tty';
import { expect, it } from 'vitest';
import { dial } from '../../src/api/dial/index.js';
import { realHost } from '../../src/api/uri/host.js';
import { resolveUri } from '../../src/api/uri/resolve.js';
import { Progress } from '../../src/rpc/progress.js';

it.each([
  ['can ask', '', 'force', true],
  ['can ask, and is not to', '&no_tty=1', 'force', false],
  ['can ask on a terminal alone', '', 'never', isatty(0)],
])('an ssh that %s', async (_, params, required, asking) => {
  const host = { ...realHost(), env: { SSH_ASKPASS: '/bin/true', SSH_ASKPASS_REQUIRE: required } };
  // What is started need not be ssh.
  const endpoint = await resolveUri(`test+ssh://host/default?command=/bin/true${params}`, { readOnly: false }, host);
  const progress = new Progress();
  const plan = { fdTransport: undefined, stream: undefined, tls: undefined };
  const transport = await dial({ endpoint, plan, host, signal: undefined, progress });
  transport.close();
  expect(progress.asking).toBe(asking);
  expect(progress.stage).toBe('/bin/true was started, and no daemon answers through it');
});
