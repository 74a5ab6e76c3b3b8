import { openSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sessionOf } from '../../src/api/connection/base.js';
import { RemoteError } from '../../src/errors.js';
import { PROGRAM, procedures, types, VERSION } from '../../src/protocol/generated/remote/index.js';
import type { Procedure } from '../../src/protocol/procedure.js';
import { xdrVoid } from '../../src/protocol/xdr/codec.js';
import type { DaemonSession } from '../../src/rpc/daemon-session.js';
import { Session } from '../../src/rpc/session.js';
import { dialUnix } from '../../src/transport/choose.js';
import { census, expectUnchanged } from '../support/integration-census.js';
import { open, useDaemon } from '../support/integration-daemon.js';
import { FD_TRANSPORTS } from '../support/integration-files.js';

// Nobody may call before AUTH_LIST where there is anything to ask for.
const daemon = useDaemon({ authReadOnly: 'polkit' });

const FILES = new Array<number>(32).fill(openSync('/dev/null', 'r'));

/** A procedure that no daemon has. */
const UNKNOWN: Procedure<void, void> = {
  kind: 'call',
  program: PROGRAM,
  version: VERSION,
  name: 'MADE_UP',
  number: 30_000,
  args: xdrVoid,
  ret: xdrVoid,
  stream: null,
  priority: 'low',
  since: '0',
};

const { DOMAIN_CREATE_XML_WITH_FILES, AUTH_LIST } = procedures;

const send = (session: DaemonSession, procedure: Procedure<void, unknown>): Promise<unknown> =>
  session.callWithFds(procedure, undefined, FILES);

/** Calls that a daemon refuses before it has looked at them, and sends the descriptors of back. */
const REFUSED: [string, (session: DaemonSession) => Promise<unknown>, object][] = [
  ['an unknown procedure', (session) => send(session, UNKNOWN), { code: 'VIR_ERR_NO_SUPPORT', errno: 3 }],
  [
    'an unknown program',
    (session) => send(session, { ...UNKNOWN, program: 0x1234_5678 }),
    { code: 'VIR_ERR_RPC', message: 'Cannot find program 305419896 version 1' },
  ],
  ['an unknown version', (session) => send(session, { ...UNKNOWN, version: 77 }), { code: 'VIR_ERR_RPC' }],
  [
    'arguments that are too short',
    (session) => send(session, { ...DOMAIN_CREATE_XML_WITH_FILES, args: xdrVoid }),
    { code: 'VIR_ERR_RPC', message: 'Unable to decode message payload' },
  ],
  [
    'arguments that are none of its own',
    (session) => {
      const procedure = { ...DOMAIN_CREATE_XML_WITH_FILES, args: types.remote_domain_lookup_by_uuid_args };
      return session.callWithFds(procedure, { uuid: new Uint8Array(16).fill(0xff) }, FILES);
    },
    { code: 'VIR_ERR_RPC', message: 'Unable to decode message payload' },
  ],
];

describe.each(FD_TRANSPORTS)('over %s', (fdTransport) => {
  it.each(REFUSED)('what comes back of a call with %s costs nothing', async (_, call, error) => {
    const connection = await open(daemon().uri('test'), { fdTransport });
    const before = await census(daemon());
    const refused = call(sessionOf(connection));
    // The next reply comes right behind the descriptors that come back.
    const next = connection.getHostname();
    await expect(refused).rejects.toBeInstanceOf(RemoteError);
    await expect(refused).rejects.toMatchObject(error);
    await next;
    await expectUnchanged(daemon(), before);
    expect(connection.isAlive()).toBe(true);
    await connection.getHostname();
  });

  it('what comes back of a call before authentication costs nothing', async () => {
    const transport = await dialUnix(daemon().readOnlySocket ?? '', { fdTransport, signal: undefined });
    const session = new Session(transport, { maxInFlight: 4 });
    onTestFinished(() => session.end(null));
    const before = await census(daemon());
    const early = session.callCarrying(DOMAIN_CREATE_XML_WITH_FILES, { xml_desc: '', flags: 0 }, FILES);
    await expect(early).rejects.toMatchObject({ code: 'VIR_ERR_RPC', message: 'authentication required' });
    expect((await session.call(AUTH_LIST, undefined)).types).toHaveLength(1);
    await expectUnchanged(daemon(), before);
    expect(session.open).toBe(true);
  });
});
