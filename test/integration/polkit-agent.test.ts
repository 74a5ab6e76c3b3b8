import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { type PrivateDaemon, startDaemon } from '../../scripts/daemon/index.mjs';
import type { ConnectOptions } from '../../src/index.js';
import { builtLibrary } from '../support/integration-built.js';
import { useFolder } from '../support/integration-daemon.js';
import { Polkit } from '../support/integration-polkit.js';
import { TerminalAgent, writePasswords } from '../support/polkit-agent.js';

/** Who is asked for the own password. */
const SELF = { name: 'daemon', uid: 1, gid: 1, password: 'open sesame' };
/** Who needs an administrator, and which one. */
const OTHER = { name: 'nobody', uid: 65534, gid: 65534 };
const ADMIN = { name: 'bin', password: 'pässwörd €' };

const RULES = `polkit.addRule(function (action, subject) {
  if (action.id !== 'org.libvirt.unix.manage') return;
  return subject.user === '${SELF.name}' ? polkit.Result.AUTH_SELF : polkit.Result.AUTH_ADMIN;
});
polkit.addAdminRule(function () { return ['unix-user:${ADMIN.name}']; });
`;
const DENIED = {
  error: 'AuthError',
  code: 'ERR_LIBVIRT_AUTH',
  message: expect.stringMatching(/^polkit did not let this process in: authentication failed.*asked for a password/u),
};
const PROGRAM = fileURLToPath(new URL('../../fixtures/connect-asked.mjs', import.meta.url));

const folder = useFolder();
let polkit: Polkit;
let daemon: PrivateDaemon;

beforeAll(async () => {
  polkit = await Polkit.start(folder, RULES);
  writePasswords(folder, { [SELF.name]: SELF.password, [ADMIN.name]: ADMIN.password });
  daemon = await startDaemon({ auth: 'polkit', socketMode: '0777', env: polkit.env });
});
afterAll(async () => {
  await daemon?.stop();
  await polkit?.stop();
});

/** A program of that user's, which connects when it is told to, and an agent that asks for it. */
async function programOf({ uid, gid }: { readonly uid: number; readonly gid: number }) {
  const args = [PROGRAM, builtLibrary(), `${uid}`, `${gid}`];
  const program = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'], env: { HOME: '/nonexistent' } });
  const lines = createInterface(program.stdout)[Symbol.asyncIterator]();
  onTestFinished(async () => {
    const closed = once(program, 'close');
    program.stdin.end();
    await closed;
  });
  await lines.next();
  const agent = await TerminalAgent.start(folder, program.pid ?? 0, { uid, gid });
  onTestFinished(() => agent.stop());
  const connect = async (options: ConnectOptions = {}): Promise<unknown> => {
    program.stdin.write(`${JSON.stringify([daemon.uri('test'), options])}\n`);
    return JSON.parse((await lines.next()).value);
  };
  return { agent, connect, abort: () => program.kill('SIGUSR2') };
}

it('lets in who tells the own password', async () => {
  const { agent, connect } = await programOf(SELF);
  const connecting = connect();
  await agent.asks();
  expect(agent.written).toMatch(/Authenticating as: daemon/u);
  agent.answer(SELF.password);
  expect(await connecting).toEqual({ type: 'TEST' });
});

it('lets in whom an administrator lets in', async () => {
  const { agent, connect } = await programOf(OTHER);
  const connecting = connect();
  await agent.asks();
  expect(agent.written).toMatch(/Authenticating as: bin/u);
  agent.answer(ADMIN.password);
  expect(await connecting).toEqual({ type: 'TEST' });
});

it('does not let in who tells a wrong one, and asks again with the next connection', async () => {
  const { agent, connect } = await programOf(SELF);
  const refused = connect();
  await agent.asks();
  agent.answer('wrong');
  expect(await refused).toMatchObject(DENIED);
  const connecting = connect();
  await agent.asks();
  agent.answer(SELF.password);
  expect(await connecting).toEqual({ type: 'TEST' });
});

it('is waited for no longer than the connection may take', async () => {
  const { agent, connect } = await programOf(SELF);
  const late = connect({ timeout: 2000 });
  await agent.asks();
  expect(await late).toMatchObject({ error: 'TimeoutError' });
});

it('is waited for until the signal fires', async () => {
  const { agent, connect, abort } = await programOf(SELF);
  const aborted = connect();
  await agent.asks();
  abort();
  expect(await aborted).toMatchObject({ error: 'AbortError' });
});

it('does not let in where the agent goes before it has been answered', async () => {
  const { agent, connect } = await programOf(SELF);
  const refused = connect();
  await agent.asks();
  await agent.stop();
  expect(await refused).toMatchObject(DENIED);
});
