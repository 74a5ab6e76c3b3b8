import type {
  remote_nonnull_domain,
  remote_nonnull_domain_checkpoint,
  remote_nonnull_domain_snapshot,
  remote_nonnull_interface,
  remote_nonnull_network,
  remote_nonnull_network_port,
  remote_nonnull_node_device,
  remote_nonnull_nwfilter,
  remote_nonnull_nwfilter_binding,
  remote_nonnull_secret,
  remote_nonnull_storage_pool,
  remote_nonnull_storage_vol,
} from '../protocol/generated/remote/index.js';
import type { Connection } from './connection/connection.js';
import { Domain } from './domain/domain.js';
import { DomainCheckpoint } from './domain-checkpoint.js';
import { DomainSnapshot } from './domain-snapshot.js';
import { Interface } from './interface.js';
import { Network } from './network.js';
import { NetworkPort } from './network-port.js';
import { NodeDevice } from './node-device.js';
import { NWFilter } from './nwfilter.js';
import { NWFilterBinding } from './nwfilter-binding.js';
import { Secret } from './secret.js';
import { StoragePool } from './storage-pool.js';
import { StorageVol } from './storage-vol.js';

/** Makes the objects of a connection of what the wire calls them. Classes that return each other's objects import it not each other, but this. */
export interface Objects {
  readonly domain: (wire: remote_nonnull_domain) => Domain;
  readonly domainSnapshot: (wire: remote_nonnull_domain_snapshot) => DomainSnapshot;
  readonly domainCheckpoint: (wire: remote_nonnull_domain_checkpoint) => DomainCheckpoint;
  readonly network: (wire: remote_nonnull_network) => Network;
  readonly networkPort: (wire: remote_nonnull_network_port) => NetworkPort;
  readonly interface: (wire: remote_nonnull_interface) => Interface;
  readonly storagePool: (wire: remote_nonnull_storage_pool) => StoragePool;
  readonly storageVol: (wire: remote_nonnull_storage_vol) => StorageVol;
  readonly nodeDevice: (wire: remote_nonnull_node_device) => NodeDevice;
  readonly secret: (wire: remote_nonnull_secret) => Secret;
  readonly nwfilter: (wire: remote_nonnull_nwfilter) => NWFilter;
  readonly nwfilterBinding: (wire: remote_nonnull_nwfilter_binding) => NWFilterBinding;
}

export function objectsFor(connection: Connection): Objects {
  return {
    domain: (wire) => new Domain(connection, wire),
    domainSnapshot: (wire) => new DomainSnapshot(connection, wire),
    domainCheckpoint: (wire) => new DomainCheckpoint(connection, wire),
    network: (wire) => new Network(connection, wire),
    networkPort: (wire) => new NetworkPort(connection, wire),
    interface: (wire) => new Interface(connection, wire),
    storagePool: (wire) => new StoragePool(connection, wire),
    storageVol: (wire) => new StorageVol(connection, wire),
    nodeDevice: (wire) => new NodeDevice(connection, wire),
    secret: (wire) => new Secret(connection, wire),
    nwfilter: (wire) => new NWFilter(connection, wire),
    nwfilterBinding: (wire) => new NWFilterBinding(connection, wire),
  };
}
