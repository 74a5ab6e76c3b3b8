import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PrivateDaemon, startDaemon } from '../../scripts/daemon/index.mjs';
import { finished, spawnOnHostOf } from '../support/host-of.js';
import { useFolder } from '../support/integration-daemon.js';
import { connectOnHostOf, type Outcome } from '../support/integration-host.js';
import { Polkit } from '../support/integration-polkit.js';

const ALLOWED = { name: 'daemon', uid: 1, gid: 1 };
const FORBIDDEN = { name: 'bin', uid: 2, gid: 2 };
/** Whom the rules say nothing of: an administrator's password is needed. */
const OTHER = { name: 'nobody', uid: 65534, gid: 65534 };

const RULES = `polkit.addRule(function (action, subject) {
  if (action.id !== 'org.libvirt.unix.manage') return;
  if (subject.user === '${ALLOWED.name}') return polkit.Result.YES;
  if (subject.user === '${FORBIDDEN.name}') return polkit.Result.NO;
});
`;

const folder = useFolder();
let polkit: Polkit;
let daemon: PrivateDaemon;

beforeAll(async () => {
  polkit = await Polkit.start(folder, RULES);
  const sockets = { auth: 'polkit', authReadOnly: 'polkit', socketMode: '0777' } as const;
  daemon = await startDaemon({ ...sockets, env: polkit.env });
});
afterAll(async () => {
  await daemon?.stop();
  await polkit?.stop();
});

const connectAs = async (user: typeof OTHER, readOnly = false): Promise<Outcome | undefined> =>
  (await connectOnHostOf(daemon, [{ uri: 'test:///default', options: { readOnly } }], user))[0];

/** What virsh says. */
async function virshAs({ uid, gid }: typeof OTHER): Promise<string> {
  const become = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  // Without a transport, virsh would have the test driver within itself.
  const virsh = ['virsh', '-q', '-c', 'test+unix:///default?socket=/run/libvirt/libvirt-sock', 'uri'];
  const child = spawnOnHostOf(daemon, [...become, ...virsh], { HOME: '/nonexistent', LC_ALL: 'C.UTF-8' });
  const { stdout, stderr } = await finished(child);
  return stdout.trim() || stderr.trim();
}

it('lets in whom a rule allows', async () => {
  expect(await connectAs(ALLOWED)).toMatchObject({ uri: 'test:///default', type: 'TEST' });
  expect(await virshAs(ALLOWED)).toContain('test+unix:///default');
});

it('lets others read', async () => {
  expect(await connectAs(OTHER, true)).toMatchObject({ uri: 'test:///default', type: 'TEST' });
});

it('does not let in whom a rule forbids', async () => {
  const { error, code, message } = (await connectAs(FORBIDDEN)) ?? {};
  expect({ error, code }).toEqual({ error: 'AuthError', code: 'ERR_LIBVIRT_AUTH' });
  expect(message).toMatch(/^polkit did not let this process in: .*\. A rule for org\.libvirt\.unix\.manage/u);
  expect(message).not.toContain('pkttyagent');
  expect(await virshAs(FORBIDDEN)).toMatch(/authentication failed|access denied by policy/u);
});

it('says what to do where somebody would be asked, and no agent asks', async () => {
  const { error, message } = (await connectAs(OTHER)) ?? {};
  expect(error).toBe('AuthError');
  expect(message).toContain("no polkit agent available to authenticate action 'org.libvirt.unix.manage'");
  expect(message).toMatch(/"pkttyagent --process \d+" in a terminal of the same user is one/u);
  expect(await virshAs(OTHER)).toContain('no polkit agent available');
});
