import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  procedures,
  REMOTE_AUTH_NONE,
  REMOTE_AUTH_POLKIT,
  REMOTE_AUTH_SASL,
} from '../../src/protocol/generated/remote/index.js';
import { NO_CREDENTIALS } from '../../src/rpc/sasl/credentials.js';
import { known, LoginPeer, logIn } from '../support/test-login.js';
import { ScramServer } from '../support/test-scram.js';
import { start } from '../support/test-session.js';

const REFUSED = new Error('authentication failed');

/** A daemon that a client logs in to, and what that comes to. */
function login(...args: Parameters<typeof logIn> extends [unknown, ...infer Rest] ? Rest : never) {
  const { peer, session } = start();
  const outcome = logIn(session, ...args).then(
    (method) => ({ method }),
    (error: Error & { reason?: string }) => error,
  );
  return { peer, daemon: new LoginPeer(peer), outcome };
}

describe('a login by SASL', () => {
  it('is the best that both have', async () => {
    const { daemon, outcome } = login();
    const server = new ScramServer('sha512', 'open sesame');
    await daemon.offers('PLAIN', 'SCRAM-SHA-1', 'SCRAM-SHA-512', 'DIGEST-MD5');
    const { mech, said } = await daemon.start((first) => server.first(first));
    expect([mech, said]).toEqual(['SCRAM-SHA-512', expect.stringMatching(/^n,,n=alice,r=/u)]);
    await daemon.step((final) => server.final(final), true);
    expect(await outcome).toEqual({ method: 'sasl' });
  });

  it('goes on where the daemon has more to ask after its proof', async () => {
    const { daemon, outcome } = login();
    const server = new ScramServer('sha256', 'open sesame');
    await daemon.offers('SCRAM-SHA-256');
    await daemon.start((first) => server.first(first));
    await daemon.step((final) => server.final(final));
    // Nothing is not the same as an empty message.
    expect(await daemon.step(null, true)).toBeNull();
    expect(await outcome).toEqual({ method: 'sasl' });
  });

  it('ends where the daemon has nothing to say', async () => {
    const { daemon, outcome } = login({ mechanism: 'plain' });
    await daemon.offers('SCRAM-SHA-256', 'PLAIN');
    expect(await daemon.start(null, true)).toEqual({ mech: 'PLAIN', said: '\0alice\0open sesame' });
    expect(await outcome).toEqual({ method: 'sasl' });
  });

  it.each([
    ['EXTERNAL', ''],
    ['ANONYMOUS', 'alice'],
  ])('is by %s, with an initial response', async (mechanism, said) => {
    const { daemon, outcome } = login({ mechanism });
    await daemon.offers('PLAIN', mechanism);
    expect(await daemon.start(null, true)).toEqual({ mech: mechanism, said });
    expect(await outcome).toEqual({ method: 'sasl' });
  });

  it('is tried again with what it was given, where preparing that has changed it', async () => {
    const password = 'e\u0301';
    const { daemon, outcome } = login({ credentials: known('alice', password) });
    const server = new ScramServer('sha256', password);
    await daemon.offers('SCRAM-SHA-256');
    await daemon.start((first) => server.first(first));
    await daemon.step(() => REFUSED);
    await daemon.offersAgain('SCRAM-SHA-256');
    await daemon.start((first) => server.first(first));
    await daemon.step((final) => server.final(final), true);
    expect(await outcome).toEqual({ method: 'sasl' });
  });
});

describe('a login by SASL fails', () => {
  it('with credentials that the daemon refuses, and without a word of them', async () => {
    const { daemon, outcome } = login();
    const server = new ScramServer('sha256', 'another');
    await daemon.offers('SCRAM-SHA-256');
    await daemon.start((first) => server.first(first));
    await daemon.step((final) => server.final(final).catch((error: Error) => error), true);
    const error = await outcome;
    expect(error).toMatchObject({
      name: 'AuthError',
      code: 'ERR_LIBVIRT_AUTH',
      reason: 'credentials',
      message: expect.stringContaining('sasl_allowed_username_list'),
      cause: { code: 'VIR_ERR_AUTH_FAILED', procedure: 'AUTH_SASL_STEP' },
    });
    expect(inspect(error, { depth: 9 })).not.toContain('sesame');
  });

  it('with a user whom the daemon does not know', async () => {
    const { daemon, outcome } = login();
    await daemon.offers('SCRAM-SHA-256');
    await daemon.start(REFUSED);
    expect(await outcome).toMatchObject({ reason: 'credentials', message: expect.stringContaining('no such user') });
  });

  it('with a user whom the daemon knows and does not want', async () => {
    const { daemon, outcome } = login();
    const server = new ScramServer('sha256', 'open sesame');
    await daemon.offers('SCRAM-SHA-256');
    await daemon.start((first) => server.first(first));
    await daemon.step((final) => server.final(final));
    await daemon.step(REFUSED);
    expect(await outcome).toMatchObject({ reason: 'denied', message: expect.stringContaining('who is let in') });
  });

  it('with a daemon that does not know the password', async () => {
    const { daemon, outcome } = login();
    const server = new ScramServer('sha256', 'another');
    await daemon.offers('SCRAM-SHA-256');
    await daemon.start((first) => server.first(first));
    await daemon.step('v=AAAA', true);
    expect(await outcome).toMatchObject({ reason: 'proof', message: expect.stringContaining('did not prove') });
  });

  it.each<[string, boolean]>([
    ['at once', true],
    ['after its question', false],
  ])('with a daemon that lets everybody in %s', async (_, atOnce) => {
    const { daemon, outcome } = login();
    const server = new ScramServer('sha256', 'another');
    await daemon.offers('SCRAM-SHA-256');
    await daemon.start((first) => server.first(first), atOnce);
    if (!atOnce) await daemon.step(null, true);
    const error = await outcome;
    if (atOnce) expect(error).toMatchObject({ reason: 'proof', message: expect.stringContaining('had proved') });
    else expect(error).toMatchObject({ name: 'ProtocolError' });
  });

  it('with a daemon that has no end', async () => {
    const { daemon, outcome } = login({ mechanism: 'PLAIN' });
    await daemon.offers('PLAIN');
    await daemon.start('more');
    for (let steps = 0; steps < 16; steps++) await daemon.step('more');
    expect(await outcome).toMatchObject({ reason: 'mechanism', message: expect.stringContaining('come to an end') });
  });

  it('with no credentials', async () => {
    const { daemon, outcome } = login({ credentials: NO_CREDENTIALS });
    await daemon.offers('SCRAM-SHA-256', 'PLAIN');
    expect(await outcome).toMatchObject({ reason: 'credentials', message: expect.stringContaining('options.auth') });
  });

  it('with a daemon that cannot begin it', async () => {
    const { peer, outcome } = login();
    peer.reply(await peer.next(), procedures.AUTH_LIST, { types: [REMOTE_AUTH_SASL] });
    peer.fail(await peer.next(), { code: 45, domain: 7, message: 'authentication failed' });
    expect(await outcome).toMatchObject({ reason: 'mechanism', message: expect.stringContaining('/etc/sasl2') });
  });

  it('when nobody waits for it any more', async () => {
    const controller = new AbortController();
    const credentials = { ...known('alice', 'x'), login: () => new Promise<never>(() => {}) };
    const { daemon, outcome } = login({ mechanism: 'PLAIN', credentials }, controller.signal);
    await daemon.offers('PLAIN');
    controller.abort(new Error('too late'));
    expect(await outcome).toMatchObject({ message: 'too late' });
  });
});

describe('a way to authenticate', () => {
  it('is the one that was asked for', async () => {
    const { peer, outcome } = login({ method: 'sasl' });
    peer.reply(await peer.next(), procedures.AUTH_LIST, { types: [REMOTE_AUTH_NONE] });
    expect(await outcome).toMatchObject({
      reason: 'mechanism',
      message: expect.stringContaining('sasl was asked for'),
    });
  });

  it('is polkit, which may find nobody to ask', async () => {
    const { peer, outcome } = login();
    peer.reply(await peer.next(), procedures.AUTH_LIST, { types: [REMOTE_AUTH_POLKIT] });
    const message =
      "authentication unavailable: no polkit agent available to authenticate action 'org.libvirt.unix.manage'";
    peer.fail(await peer.next(), { code: 94, domain: 60, message });
    const error = await outcome;
    expect(error).toMatchObject({ name: 'AuthError', reason: 'denied' });
    expect((error as Error).message).toContain(`pkttyagent --process ${process.pid}`);
  });
});
