import { objectsOf } from '../../../src/api/connection/base.js';
import type {
  Connection,
  Domain,
  DomainCheckpoint,
  DomainSnapshot,
  Interface,
  Network,
  NetworkPort,
  NodeDevice,
  NWFilter,
  NWFilterBinding,
  Secret,
  StoragePool,
  StorageVol,
} from '../../../src/index.js';
import { domainXml } from './connection.js';

let made = 0;

/** A name that nothing of the daemon's has. */
function fresh(): string {
  made++;
  return `made-${made}`;
}

/** A running domain. */
export async function makeDomain(connection: Connection): Promise<Domain> {
  const domain = await connection.domainDefineXML(domainXml(fresh()));
  await domain.create();
  return domain;
}

export async function makeSnapshot(connection: Connection): Promise<DomainSnapshot> {
  return (await makeDomain(connection)).snapshotCreateXML('<domainsnapshot><name>one</name></domainsnapshot>');
}

export async function makeCheckpoint(connection: Connection): Promise<DomainCheckpoint> {
  return (await makeDomain(connection)).checkpointCreateXML('<domaincheckpoint><name>one</name></domaincheckpoint>');
}

export async function makeNetwork(connection: Connection): Promise<Network> {
  const name = fresh();
  return connection.networkDefineXML(`<network><name>${name}</name><bridge name='${name}'/></network>`);
}

export async function makeInterface(connection: Connection): Promise<Interface> {
  const mac = `02:00:00:00:${[made >> 8, made & 0xff].map((byte) => byte.toString(16).padStart(2, '0')).join(':')}`;
  return connection.interfaceDefineXML(
    `<interface type='ethernet' name='${fresh()}'><mac address='${mac}'/></interface>`,
  );
}

/** A running pool, with a volume. */
export async function makePool(connection: Connection): Promise<StoragePool> {
  const name = fresh();
  const xml = `<pool type='dir'><name>${name}</name><target><path>/${name}</path></target></pool>`;
  const pool = await connection.storagePoolDefineXML(xml);
  await pool.build();
  await pool.create();
  await pool.storageVolCreateXML('<volume><name>volume</name><capacity>1024</capacity></volume>');
  return pool;
}

export async function makeVolume(connection: Connection): Promise<StorageVol> {
  return (await makePool(connection)).storageVolLookupByName('volume');
}

/** One that may be destroyed: while a connection to the test driver lasts, others meet what it has left. */
export async function makeNodeDevice(connection: Connection): Promise<NodeDevice> {
  const names = (await connection.listAllNodeDevices()).map(({ name }) => name);
  if (names.includes('scsi_host12')) return connection.nodeDeviceLookupByName('scsi_host12');
  return connection.nodeDeviceCreateXML(`<device><parent>scsi_host1</parent><capability type='scsi_host'>
    <capability type='fc_host'><wwnn>2000000012341234</wwnn><wwpn>1000000012341234</wwpn></capability>
  </capability></device>`);
}

const UUID = new Uint8Array(16);

/** Of these the test driver has none: what they name is not there. */
export const nowhere = {
  port: async (connection: Connection): Promise<NetworkPort> =>
    objectsOf(connection).networkPort({ net: { name: 'default', uuid: UUID }, uuid: UUID }),
  secret: async (connection: Connection): Promise<Secret> =>
    objectsOf(connection).secret({ uuid: UUID, usageType: 1, usageID: '/nowhere' }),
  filter: async (connection: Connection): Promise<NWFilter> =>
    objectsOf(connection).nwfilter({ name: 'nowhere', uuid: UUID }),
  binding: async (connection: Connection): Promise<NWFilterBinding> =>
    objectsOf(connection).nwfilterBinding({ portdev: 'nowhere', filtername: 'nowhere' }),
};
