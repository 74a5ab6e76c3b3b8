import { expect, it } from 'vitest';
import {
  procedures,
  REMOTE_AUTH_NONE,
  REMOTE_AUTH_POLKIT,
  REMOTE_AUTH_SASL,
} from '../../src/protocol/generated/remote/index.js';
import { WITHOUT_CREDENTIALS } from '../../src/rpc/authenticate.js';
import { handshake } from '../../src/rpc/handshake.js';
import { Progress } from '../../src/rpc/progress.js';
import type { SaslCredentials } from '../../src/rpc/sasl/credentials.js';
import { answer } from '../support/test-connection.js';
import { logIn } from '../support/test-login.js';
import { start } from '../support/test-session.js';

const CONNECTED = 'it was connected to';

function connected(): Progress {
  const progress = new Progress();
  progress.reach(CONNECTED);
  return progress;
}

it('tells whether it is the login, the opening or what comes after that is not answered', async () => {
  const { peer, session } = start();
  const progress = connected();
  const settings = { name: 'test:///default', flags: 0, auth: WITHOUT_CREDENTIALS, keepalive: null };
  const opened = handshake(session, settings, {}, progress);
  const list = await peer.next();
  expect(progress.stage).toBe(CONNECTED);
  peer.reply(list, procedures.AUTH_LIST, { types: [REMOTE_AUTH_NONE] });
  const open = await peer.next();
  expect(progress.stage).toBe('the daemon lets this client in, and has not opened the hypervisor yet');
  peer.reply(open, procedures.CONNECT_OPEN, undefined);
  const feature = await peer.next();
  expect(progress.stage).toBe('the daemon has opened the hypervisor, and does not answer any more');
  peer.reply(feature, procedures.CONNECT_SUPPORTS_FEATURE, { supported: 0 });
  await answer(peer, procedures.CONNECT_SUPPORTS_FEATURE, { supported: 0 });
  await opened;
  expect(progress.asking).toBe(false);
});

it('tells when somebody may be asked by an agent of polkit’s', async () => {
  const { peer, session } = start();
  const progress = connected();
  const login = logIn(session, {}, undefined, progress);
  await answer(peer, procedures.AUTH_LIST, { types: [REMOTE_AUTH_POLKIT] });
  const asked = await peer.next();
  expect([progress.stage, progress.asking]).toEqual([
    'polkit has not said whether it lets this process in: its agent may be asking somebody',
    true,
  ]);
  peer.reply(asked, procedures.AUTH_POLKIT, { complete: 1 });
  expect(await login).toBe('polkit');
});

it('tells who has not answered of those who take part in a login by SASL', async () => {
  const { peer, session } = start();
  const progress = connected();
  let give = (_password: string): void => {};
  let asked = (): void => {};
  const asking = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const credentials: SaslCredentials = {
    known: async () => ({ username: 'alice', hasPassword: false }),
    login: () =>
      new Promise((resolve) => {
        give = (password) => resolve({ username: 'alice', password });
        asked();
      }),
  };
  const login = logIn(session, { credentials, mechanism: 'PLAIN' }, undefined, progress);
  await answer(peer, procedures.AUTH_LIST, { types: [REMOTE_AUTH_SASL] });
  const init = await peer.next();
  expect([progress.stage, progress.asking]).toEqual([
    'the daemon asks for a login by SASL, and has not said by which mechanisms',
    false,
  ]);
  peer.reply(init, procedures.AUTH_SASL_INIT, { mechlist: 'PLAIN' });
  await asking;
  expect([progress.stage, progress.asking]).toEqual([
    'the daemon asks for a login by PLAIN, and it is not known yet who logs in',
    true,
  ]);
  give('open sesame');
  const first = await peer.next();
  expect([progress.stage, progress.asking]).toEqual(['the daemon has not ended the login by PLAIN', false]);
  peer.reply(first, procedures.AUTH_SASL_START, { complete: 1, nil: 1, data: Buffer.alloc(0) });
  expect(await login).toBe('sasl');
});
