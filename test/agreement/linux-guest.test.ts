import { beforeAll } from 'vitest';
import type { Domain } from '../../src/index.js';
import { DISK, INTERFACE, useLinuxGuest } from '../support/linux-guest.js';
import { useQemu } from '../support/qemu-daemon.js';
import { domainAgent } from './cases/domain-agent.js';
import { domainGuest } from './cases/domain-guest.js';
import { domainResources } from './cases/domain-resources.js';
import { agree, type Subject, useClients } from './support/agreement.js';

const KEYS = ['one', 'other'].map((name) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI ${name}`);
const UUID = '5f0c3a0e-93a3-4c55-8d0f-7a1f1f1f0009';

const qemu = useQemu();
const guest = useLinuxGuest(qemu, { uuid: UUID });
beforeAll(() => guest().domain.authorizedSSHKeysSet('root', KEYS));

const running: Subject<Domain> = {
  name: 'a guest that runs Linux, and an agent',
  of: 'Domain',
  ours: (connection) => connection.domainLookupByUUIDString(UUID),
  theirs: [['lookupByUUIDString', [UUID]]],
};
agree(
  useClients(() => qemu.uri),
  running,
  [...domainAgent, ...domainResources(DISK.target, INTERFACE.mac), ...domainGuest(DISK.target)],
);
