import { describe, expect, it } from 'vitest';
import { ConnectCredentials } from '../../src/api/auth/credentials.js';
import { type AuthCallback, type AuthOptions, type AuthPrompt, authOptionsOf } from '../../src/api/auth/options.js';
import type { Host } from '../../src/api/uri/host.js';

const entry = (name: string): string =>
  `[credentials-a]\nauthname=${name}\npassword=of ${name}\n[auth-libvirt-localhost]\ncredentials=a\n`;

const USER_FILE = '/people/me/.config/libvirt/auth.conf';
const SYSTEM_FILE = '/etc/libvirt/auth.conf';

/** A host with such files. */
function hostWith(files: Readonly<Record<string, string | Error>>, env: Readonly<Record<string, string>> = {}): Host {
  return {
    env,
    root: false,
    home: '/people/me',
    readText: async (path) => {
      const file = files[path] ?? null;
      if (file instanceof Error) throw file;
      return file;
    },
    exists: (path) => path in files,
  };
}

function credentials(
  options: AuthOptions,
  {
    files = {},
    env = {},
    username = null,
    authFile = null,
  }: {
    files?: Readonly<Record<string, string | Error>>;
    env?: Readonly<Record<string, string>>;
    username?: string | null;
    authFile?: string | null;
  } = {},
): ConnectCredentials {
  return new ConnectCredentials(options, { hostname: 'localhost', username, authFile }, hostWith(files, env));
}

const login = (of: ConnectCredentials, signal?: AbortSignal): Promise<unknown> => of.login('PLAIN', signal);
const denied = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });

describe('who logs in', () => {
  const files = {
    [USER_FILE]: entry('user'),
    [SYSTEM_FILE]: entry('system'),
    '/named': entry('named'),
    '/uri': entry('uri'),
  };

  it('is in the options before all', async () => {
    const of = credentials({ username: 'me', password: 'mine' }, { files, username: 'other' });
    expect(await login(of)).toEqual({ username: 'me', password: 'mine' });
  });

  it('is in the first file that there is', async () => {
    const env = { LIBVIRT_AUTH_FILE: '/named' };
    const authFile = '/uri';
    const of = { named: 'named', uri: 'uri', user: 'user', system: 'system' };
    for (const [name, found] of [
      [of.uri, credentials({ authfile: '/uri' }, { files, env, authFile: '/named' })],
      [of.named, credentials({}, { files, env, authFile })],
      [of.uri, credentials({}, { files, authFile })],
      [of.user, credentials({}, { files })],
      [of.system, credentials({}, { files: { [SYSTEM_FILE]: entry('system') } })],
      [of.system, credentials({}, { files: { ...files, [USER_FILE]: denied } })],
    ] as const) {
      expect(await login(found)).toEqual({ username: name, password: `of ${name}` });
    }
  });

  it('is in the URI', async () => {
    const of = credentials({ password: 'mine' }, { username: 'me', files });
    expect(await login(of)).toEqual({ username: 'me', password: 'mine' });
  });

  it("does not get another user's password", async () => {
    const of = credentials({ username: 'me' }, { files });
    expect(await of.known()).toEqual({ username: 'me', hasPassword: false });
    await expect(login(of)).rejects.toMatchObject({ name: 'AuthError', reason: 'credentials' });
  });

  it('is asked for', async () => {
    const prompts: AuthPrompt[] = [];
    const prompt: AuthCallback = async (asked) => {
      prompts.push(asked);
      return asked.type === 'username' ? 'me' : 'mine';
    };
    const of = credentials({ prompt });
    expect(await of.known()).toEqual({ username: null, hasPassword: false });
    const { signal } = new AbortController();
    expect(await login(of, signal)).toEqual({ username: 'me', password: 'mine' });
    const context = { host: 'localhost', mechanism: 'PLAIN', signal };
    expect(prompts).toEqual([
      { type: 'username', ...context },
      { type: 'password', username: 'me', ...context },
    ]);
  });
});

describe('nobody logs in', () => {
  it.each<[string, Parameters<typeof credentials>[1], string]>([
    ['whom nothing names', {}, 'give options.auth, or write an auth.conf'],
    ['from a named file that is not there', { authFile: '/none' }, '/none, which was named'],
    ['from a named file that cannot be read', { authFile: '/no', files: { '/no': denied } }, '/no cannot be read'],
    ['from a file that is none', { files: { [USER_FILE]: '[x]\n?' } }, `${USER_FILE}:2: this line is neither`],
  ])('%s', async (_, of, message) => {
    const error: unknown = await login(credentials({}, of)).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'AuthError', reason: 'credentials' });
    expect((error as Error).message).toContain(message);
  });

  it('whom the callback does not name', async () => {
    for (const answer of [null, undefined, '']) {
      await expect(login(credentials({ prompt: () => answer }))).rejects.toMatchObject({ reason: 'credentials' });
    }
    await expect(login(credentials({ prompt: (() => 5) as never }))).rejects.toThrow(TypeError);
    const thrown = new Error('no terminal');
    await expect(
      login(
        credentials({
          prompt: () => {
            throw thrown;
          },
        }),
      ),
    ).rejects.toBe(thrown);
  });
});

describe('options.auth', () => {
  it('may be no more than a callback', () => {
    const prompt: AuthCallback = () => null;
    expect(authOptionsOf(prompt)).toEqual({ prompt });
    expect(authOptionsOf(undefined)).toEqual({});
  });

  it.each<[unknown, string, string]>([
    ['alice:secret', 'ERR_INVALID_ARG_TYPE', 'options.auth must be an object or a function'],
    [null, 'ERR_INVALID_ARG_TYPE', 'options.auth must be'],
    [{ user: 'alice' }, 'ERR_INVALID_ARG_VALUE', 'options.auth.user is not an option'],
    [{ password: 5 }, 'ERR_INVALID_ARG_TYPE', 'options.auth.password must be a string'],
    [{ password: '' }, 'ERR_INVALID_ARG_VALUE', 'options.auth.password is empty'],
    [{ password: 'secret\0' }, 'ERR_INVALID_ARG_VALUE', 'options.auth.password has a NUL character'],
    [{ prompt: 'secret' }, 'ERR_INVALID_ARG_TYPE', 'options.auth.prompt must be a function'],
  ])('is not %j', (auth, code, message) => {
    let error: unknown;
    try {
      authOptionsOf(auth as never);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ name: 'TypeError', code });
    expect((error as Error).message).toContain(message);
    expect((error as Error).message).not.toContain('secret');
  });
});
