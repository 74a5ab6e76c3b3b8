import { expect, it } from 'vitest';
import { objectsOf } from '../../src/api/connection/base.js';
import { NetworkUpdateCommand, NetworkUpdateSection } from '../../src/index.js';
import { procedures } from '../../src/protocol/generated/remote/index.js';
import { answer, startConnection } from '../support/test-connection.js';

const { CONNECT_SUPPORTS_FEATURE, NETWORK_UPDATE } = procedures;
const { MODIFY } = NetworkUpdateCommand;
const { DNS_TXT } = NetworkUpdateSection;

it.each([
  ['as C has them, to a daemon that takes them so', 1, { command: MODIFY, section: DNS_TXT }],
  ['the other way round to an older one, which takes the one for the other', 0, { command: DNS_TXT, section: MODIFY }],
])('sends the command and the section of a network’s update %s', async (_, supported, sent) => {
  const { peer, connection } = startConnection();
  const network = objectsOf(connection).network({ name: 'net', uuid: new Uint8Array(16) });
  for (const first of [true, false]) {
    const updated = network.update(MODIFY, DNS_TXT, -1, '<txt/>');
    // Asked once, for all of the connection's networks.
    if (first) expect(await answer(peer, CONNECT_SUPPORTS_FEATURE, { supported })).toEqual({ feature: 16 });
    expect(await answer(peer, NETWORK_UPDATE, undefined)).toMatchObject({ ...sent, parentIndex: -1, flags: 0 });
    await updated;
  }
});
