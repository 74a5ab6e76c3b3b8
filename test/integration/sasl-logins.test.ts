import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect, promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { PrivateDaemon } from '../../scripts/daemon/index.mjs';
import { type AuthOptions, type AuthPrompt, connect } from '../../src/index.js';
import { useDaemon, useFolder } from '../support/integration-daemon.js';
import { saslDaemon } from '../support/integration-sasl.js';

const USERS = {
  alice: 'open sesame',
  jürgen: 'pässwörd €',
  // Of two forms of one letter, the one that string preparation does not leave.
  decomposed: 'e\u0301',
  'odd,name=': 'back\\slash',
  outsider: 'knows it',
};
const ALLOWED = 'sasl_allowed_username_list = ["alice", "jürgen", "decomposed", "odd,name=", "anonymous"]\n';
const SCRAM = ['SCRAM-SHA-512', 'SCRAM-SHA-256', 'SCRAM-SHA-1'];

const folder = useFolder();
const all = useDaemon(saslDaemon(folder, [...SCRAM, 'DIGEST-MD5', 'CRAM-MD5', 'PLAIN', 'ANONYMOUS'], USERS, ALLOWED));
const old = useDaemon(saslDaemon(folder, ['DIGEST-MD5', 'CRAM-MD5'], USERS));

/** What a login comes to: `'open'`, or its error. */
async function outcome(uri: string, auth?: AuthOptions): Promise<unknown> {
  try {
    await using connection = await connect(uri, { auth });
    expect(await connection.domainLookupByName('test')).toMatchObject({ name: 'test' });
    return 'open';
  } catch (error) {
    for (const password of Object.values(USERS)) expect(inspect(error, { depth: 9 })).not.toContain(password);
    return error;
  }
}

const as = (name: keyof typeof USERS, mechanism?: string): AuthOptions => ({
  username: name,
  password: USERS[name],
  ...(mechanism === undefined ? {} : { mechanism }),
});

/** What virsh says. */
async function virsh(daemon: PrivateDaemon, authFile: string, mechanism: string): Promise<string> {
  const env = { PATH: process.env['PATH'], HOME: folder, LIBVIRT_AUTH_FILE: authFile, LC_ALL: 'C.UTF-8' };
  const uri = daemon.uri('test', { params: { auth: `sasl.${mechanism}` } });
  return promisify(execFile)('virsh', ['-q', '-c', uri, 'list', '--all', '--name'], { env, timeout: 10_000 }).then(
    ({ stdout }) => stdout.trim(),
    ({ stderr }: { stderr: string }) => stderr.trim(),
  );
}

describe.each([...SCRAM, 'PLAIN'])('by %s', (mechanism) => {
  it('everybody who may is let in', async () => {
    const names = ['alice', 'jürgen', 'decomposed', 'odd,name='] as const;
    for (const name of names)
      expect([name, await outcome(all().uri('test'), as(name, mechanism))]).toEqual([name, 'open']);
  });

  it('others are not, and neither by virsh', async () => {
    const wrong = { reason: 'credentials', cause: { code: 'VIR_ERR_AUTH_FAILED' } };
    const cases: readonly [AuthOptions, object][] = [
      [{ username: 'alice', password: 'wrong' }, wrong],
      [{ username: 'nobody', password: 'x' }, wrong],
      [as('outsider'), { ...wrong, message: expect.stringContaining('sasl_allowed_username_list') }],
    ];
    for (const [auth, expected] of cases) {
      expect(await outcome(all().uri('test'), { ...auth, mechanism })).toMatchObject({
        name: 'AuthError',
        ...expected,
      });
      const file = join(folder, 'refused.conf');
      writeFileSync(
        file,
        `[credentials-a]\nauthname=${auth.username}\npassword=${auth.password}\n[auth-libvirt-localhost]\ncredentials=a\n`,
      );
      expect(await virsh(all(), file, mechanism)).toContain('authentication failed: authentication failed');
    }
  });
});

describe('the mechanism', () => {
  it('is the best that there is', async () => {
    expect(await outcome(all().uri('test'), { username: 'alice', password: 'wrong' })).toMatchObject({
      message: expect.stringContaining('SCRAM-SHA-512'),
    });
  });

  it('is what the URI says', async () => {
    const uri = all().uri('test', { params: { auth: 'sasl.SCRAM-SHA-1' } });
    expect(await outcome(uri, { username: 'alice', password: 'wrong' })).toMatchObject({
      message: expect.stringContaining('SCRAM-SHA-1:'),
    });
    expect(await outcome(uri, as('alice'))).toBe('open');
  });

  it('may ask for nobody', async () => {
    expect(await outcome(all().uri('test'), { mechanism: 'ANONYMOUS' })).toBe('open');
  });

  it('must be offered, and spoken', async () => {
    const offered = 'the daemon offers SASL by DIGEST-MD5, CRAM-MD5';
    const expected = { name: 'AuthError', reason: 'mechanism', message: expect.stringContaining(offered) };
    for (const mechanism of [undefined, 'SCRAM-SHA-256', 'DIGEST-MD5', 'CRAM-MD5']) {
      expect(await outcome(old().uri('test'), as('alice', mechanism))).toMatchObject(expected);
    }
  });
});

describe('the credentials', () => {
  it('are asked for', async () => {
    const prompts: AuthPrompt[] = [];
    await using connection = await connect(all().uri('test'), {
      timeout: 10_000,
      auth: async (prompt) => {
        prompts.push(prompt);
        return prompt.type === 'username' ? 'jürgen' : USERS.jürgen;
      },
    });
    expect(connection).toBeDefined();
    const context = { host: 'localhost', mechanism: 'SCRAM-SHA-512', signal: expect.any(AbortSignal) };
    expect(prompts).toEqual([
      { type: 'username', ...context },
      { type: 'password', username: 'jürgen', ...context },
    ]);
  });

  it('are not waited for longer than a connection is', async () => {
    let given: AbortSignal | undefined;
    const opening = connect(all().uri('test'), {
      timeout: 300,
      auth: ({ signal }) => {
        given = signal;
        return new Promise(() => {});
      },
    });
    await expect(opening).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(given?.aborted).toBe(true);
  });

  it('are in a file that virsh reads the same', async () => {
    const lines = {
      usual: 'authname=alice\npassword=open sesame',
      spaced: '  authname = alice\n# The password.\npassword =  open sesame',
      escaped: 'authname=odd,name=\npassword=back\\\\slash',
      windows: 'authname=alice\r\npassword=open sesame\r',
      'not ASCII': 'authname=jürgen\npassword=pässwörd €',
      'a space too many': 'authname=alice\npassword=open sesame ',
      quoted: 'authname=alice\npassword="open sesame"',
      'an escape too few': 'authname=odd,name=\npassword=back\\slash',
    };
    const found: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    mkdirSync(join(folder, 'auth'));
    for (const [name, text] of Object.entries(lines)) {
      const file = join(folder, 'auth', `${name.replaceAll(' ', '-')}.conf`);
      writeFileSync(file, `[credentials-a]\n${text}\n[auth-libvirt-default]\ncredentials=a\n`);
      const params = { auth: 'sasl.SCRAM-SHA-256', authfile: file };
      found[name] = (await outcome(all().uri('test', { params }))) === 'open';
      expected[name] = (await virsh(all(), file, 'SCRAM-SHA-256')) === 'test';
    }
    expect(found).toEqual(expected);
    expect(Object.values(found)).toContain(true);
    expect(Object.values(found)).toContain(false);
  });
});
