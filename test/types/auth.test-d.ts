import { type AuthCallback, type AuthOptions, type AuthPrompt, type ConnectOptions, connect } from 'libvirt-rpc';
import { describe, expectTypeOf, it } from 'vitest';

describe('options.auth', () => {
  it('is an object or a callback', () => {
    expectTypeOf<ConnectOptions['auth']>().toEqualTypeOf<AuthOptions | AuthCallback | undefined>();
    connect(null, { auth: { username: 'alice', password: 'x', mechanism: 'PLAIN', authfile: '/x' } });
    connect(null, { auth: { prompt: async () => 'x' } });
    // @ts-expect-error a misspelt option is not ignored
    connect(null, { auth: { user: 'alice' } });
    // @ts-expect-error an answer that is none
    connect(null, { auth: () => 5 });
  });

  it('answers questions that are told apart by their type', () => {
    connect(null, {
      auth: (prompt) => {
        expectTypeOf(prompt).toEqualTypeOf<AuthPrompt>();
        expectTypeOf(prompt.host).toEqualTypeOf<string>();
        expectTypeOf(prompt.mechanism).toEqualTypeOf<string>();
        if (prompt.type === 'username') return null;
        expectTypeOf(prompt.username).toEqualTypeOf<string>();
        return prompt.username;
      },
    });
  });
});
