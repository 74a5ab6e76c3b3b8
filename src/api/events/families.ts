import {
  procedures,
  type remote_nonnull_domain,
  type remote_nonnull_network,
  type remote_nonnull_node_device,
  type remote_nonnull_secret,
  type remote_nonnull_storage_pool,
} from '../../protocol/generated/remote/index.js';
import { DomainBase } from '../base/domain.js';
import { NetworkBase } from '../base/network.js';
import { NodeDeviceBase } from '../base/node-device.js';
import { SecretBase } from '../base/secret.js';
import { StoragePoolBase } from '../base/storage-pool.js';
import { type DomainEvents, domainKinds } from './domain/kinds.js';
import { type EventFamily, eventFamily } from './family.js';
import { type NetworkEvents, networkKinds } from './network.js';
import { type NodeDeviceEvents, nodeDeviceKinds } from './node-device.js';
import { type SecretEvents, secretKinds } from './secret.js';
import { type StoragePoolEvents, storagePoolKinds } from './storage-pool.js';

export const domainFamily: EventFamily<DomainEvents, DomainBase> = eventFamily({
  name: 'domain',
  kinds: domainKinds,
  target: DomainBase,
  register: procedures.CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY,
  args: (eventID, dom: remote_nonnull_domain | null) => ({ eventID, dom }),
  deregister: procedures.CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY,
  keyOf: ({ uuid }) => uuid,
});

export const networkFamily: EventFamily<NetworkEvents, NetworkBase> = eventFamily({
  name: 'network',
  kinds: networkKinds,
  target: NetworkBase,
  register: procedures.CONNECT_NETWORK_EVENT_REGISTER_ANY,
  args: (eventID, net: remote_nonnull_network | null) => ({ eventID, net }),
  deregister: procedures.CONNECT_NETWORK_EVENT_DEREGISTER_ANY,
  keyOf: ({ uuid }) => uuid,
});

export const storagePoolFamily: EventFamily<StoragePoolEvents, StoragePoolBase> = eventFamily({
  name: 'storage pool',
  kinds: storagePoolKinds,
  target: StoragePoolBase,
  register: procedures.CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY,
  args: (eventID, pool: remote_nonnull_storage_pool | null) => ({ eventID, pool }),
  deregister: procedures.CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY,
  keyOf: ({ uuid }) => uuid,
});

export const nodeDeviceFamily: EventFamily<NodeDeviceEvents, NodeDeviceBase> = eventFamily({
  name: 'node device',
  kinds: nodeDeviceKinds,
  target: NodeDeviceBase,
  register: procedures.CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY,
  args: (eventID, dev: remote_nonnull_node_device | null) => ({ eventID, dev }),
  deregister: procedures.CONNECT_NODE_DEVICE_EVENT_DEREGISTER_ANY,
  keyOf: ({ name }) => name,
});

export const secretFamily: EventFamily<SecretEvents, SecretBase> = eventFamily({
  name: 'secret',
  kinds: secretKinds,
  target: SecretBase,
  register: procedures.CONNECT_SECRET_EVENT_REGISTER_ANY,
  args: (eventID, secret: remote_nonnull_secret | null) => ({ eventID, secret }),
  deregister: procedures.CONNECT_SECRET_EVENT_DEREGISTER_ANY,
  keyOf: ({ uuid }) => uuid,
});
