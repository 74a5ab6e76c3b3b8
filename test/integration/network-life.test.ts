import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  ConnectListAllNetworksFlags,
  IPAddrType,
  Network,
  NetworkCreateFlags,
  NetworkPort,
  NetworkUpdateCommand,
  NetworkUpdateFlags,
  NetworkUpdateSection,
  NetworkXMLFlags,
} from '../../src/index.js';
import { open, useDaemon } from '../support/integration-daemon.js';

/** Its bridges are no business of the host's. */
const daemon = useDaemon({ privateNetwork: true });

const { ACTIVE, INACTIVE } = ConnectListAllNetworksFlags;
const OWNER = '5f0c3a0e-93a3-4c55-8d0f-7a1f1f1f0040';
const PORT = '5f0c3a0e-93a3-4c55-8d0f-7a1f1f1f0041';

const xml = (name: string, bridge: string, subnet: number): string => `<network>
  <name>${name}</name><forward mode='open'/><bridge name='${bridge}'/>
  <ip address='192.168.${subnet}.1' netmask='255.255.255.0'>
    <dhcp><range start='192.168.${subnet}.2' end='192.168.${subnet}.9'/></dhcp></ip>
</network>`;

/** What the network's dnsmasq is told. */
const dnsmasq = (name: string): string => join(daemon().state, 'lib/dnsmasq', name);

it('a network, from its definition to its end', async () => {
  const connection = await open(daemon().uri('qemu'));
  const network = await connection.networkDefineXML(xml('lan', 'virbr4', 74));
  expect(network).toBeInstanceOf(Network);
  expect(network).toMatchObject({ name: 'lan', connection });
  const { uuid } = network;
  expect([network.getName(), network.getUUIDString()]).toEqual(['lan', uuid]);
  expect(Buffer.from(network.getUUID()).toString('hex')).toBe(uuid.replaceAll('-', ''));
  expect([await network.isActive(), await network.isPersistent(), await network.getAutostart()]).toEqual([
    false,
    true,
    false,
  ]);
  expect(await connection.listDefinedNetworks()).toEqual(['lan']);
  expect((await connection.listAllNetworks(INACTIVE)).map((one) => one.uuid)).toEqual([uuid]);
  expect(await connection.numOfDefinedNetworks()).toBe(1);

  await network.setAutostart(true);
  expect(await network.getAutostart()).toBe(true);
  await network.create();
  expect(await network.isActive()).toBe(true);
  expect(await network.getBridgeName()).toBe('virbr4');
  // The bridge is an interface of the daemon's host.
  expect(await (await connection.interfaceLookupByName('virbr4')).getXMLDesc()).toContain("<interface type='bridge'");
  expect(readFileSync(dnsmasq('lan.conf'), 'utf8')).toContain('dhcp-range=192.168.74.2,192.168.74.9');
  expect(await connection.listNetworks()).toEqual(['lan']);
  expect((await connection.listAllNetworks(ACTIVE)).map((one) => one.uuid)).toEqual([uuid]);
  expect(await connection.numOfNetworks()).toBe(1);
  for (const found of [
    await connection.networkLookupByName('lan'),
    await connection.networkLookupByUUID(network.getUUID()),
    await connection.networkLookupByUUIDString(uuid),
  ]) {
    expect(found).toMatchObject({ name: 'lan', uuid });
  }
  expect(await network.getDHCPLeases()).toEqual([]);

  const host = `<host mac='52:54:00:00:00:05' name='five' ip='192.168.74.5'/>`;
  const { ADD_LAST, DELETE } = NetworkUpdateCommand;
  const both = NetworkUpdateFlags.LIVE | NetworkUpdateFlags.CONFIG;
  await network.update(ADD_LAST, NetworkUpdateSection.IP_DHCP_HOST, -1, host, both);
  expect(readFileSync(dnsmasq('lan.hostsfile'), 'utf8')).toContain('52:54:00:00:00:05,192.168.74.5,five');
  expect(await network.getXMLDesc(NetworkXMLFlags.INACTIVE)).toContain(`name='five'`);
  await network.update(DELETE, NetworkUpdateSection.IP_DHCP_HOST, -1, host, both);
  expect(await network.getXMLDesc()).not.toContain(`name='five'`);

  await network.destroy();
  expect(await network.isActive()).toBe(false);
  await expect(connection.interfaceLookupByName('virbr4')).rejects.toMatchObject({ code: 'VIR_ERR_NO_INTERFACE' });
  await network.undefine();
  expect(existsSync(dnsmasq('lan.conf'))).toBe(false);
  const gone = { name: 'RemoteError', code: 'VIR_ERR_NO_NETWORK', domain: 'VIR_FROM_NETWORK' };
  await expect(network.getXMLDesc()).rejects.toMatchObject(gone);
  await expect(connection.networkLookupByName('lan')).rejects.toMatchObject(gone);
});

it('a network that nobody has defined, which is gone when it is stopped', async () => {
  const connection = await open(daemon().uri('network'));
  const flags = NetworkCreateFlags.VALIDATE;
  for (const network of [
    await connection.networkCreateXML(xml('passing', 'virbr5', 75)),
    await connection.networkCreateXMLFlags(xml('valid', 'virbr6', 76), flags),
  ]) {
    expect([await network.isActive(), await network.isPersistent()]).toEqual([true, false]);
    await network.destroy();
    await expect(network.isActive()).rejects.toMatchObject({ code: 'VIR_ERR_NO_NETWORK' });
  }
});

it('a port of a network, from its making to its end', async () => {
  const connection = await open(daemon().uri('qemu'));
  const network = await connection.networkCreateXML(xml('ported', 'virbr7', 77));
  const port = await network.portCreateXML(`<networkport><uuid>${PORT}</uuid>
    <owner><name>owner</name><uuid>${OWNER}</uuid></owner><mac address='52:54:00:00:00:06'/>
    <bandwidth><inbound average='1000' peak='5000' burst='5120'/></bandwidth></networkport>`);
  expect(port).toBeInstanceOf(NetworkPort);
  expect(port.network).toMatchObject({ name: 'ported', uuid: network.uuid });
  expect(port.getNetwork().name).toBe('ported');
  const { uuid } = port;
  expect([uuid, port.getUUIDString()]).toEqual([PORT, PORT]);
  expect((await network.listAllPorts()).map((one) => one.uuid)).toEqual([uuid]);
  expect((await network.portLookupByUUIDString(uuid)).uuid).toBe(uuid);
  expect((await network.portLookupByUUID(port.getUUID())).uuid).toBe(uuid);
  expect(await port.getXMLDesc()).toContain("<plug type='network' bridge='virbr7'/>");
  expect(await port.getParameters()).toMatchObject({ 'inbound.average': 1000, 'inbound.burst': 5120 });
  await port.setParameters({ 'inbound.average': 2000, 'outbound.average': 3000 });
  expect(await port.getParameters()).toMatchObject({ 'inbound.average': 2000, 'outbound.average': 3000 });
  await port.delete();
  expect(await network.listAllPorts()).toEqual([]);
  await expect(port.getXMLDesc()).rejects.toMatchObject({ code: 'VIR_ERR_NO_NETWORK_PORT' });
  await network.destroy();
});

it('an address that a network has leased', async () => {
  const connection = await open(daemon().uri('qemu'));
  const network = await connection.networkCreateXML(xml('leasing', 'virbr8', 78));
  const lease = {
    'ip-address': '192.168.78.2',
    'mac-address': '52:54:00:00:00:07',
    hostname: 'seven',
    'client-id': '01:52:54:00:00:00:07',
    'expiry-time': 4_102_444_800,
  };
  // Where dnsmasq's helper keeps what it has leased.
  writeFileSync(dnsmasq('virbr8.status'), JSON.stringify([lease]));
  const leased = {
    iface: 'virbr8',
    expirytime: 4_102_444_800n,
    type: IPAddrType.IPV4,
    mac: '52:54:00:00:00:07',
    iaid: null,
    ipaddr: '192.168.78.2',
    prefix: 24,
    hostname: 'seven',
    clientid: '01:52:54:00:00:00:07',
  };
  expect(await network.getDHCPLeases()).toEqual([leased]);
  expect(await network.getDHCPLeases(leased.mac)).toEqual([leased]);
  expect(await network.getDHCPLeases('52:54:00:00:00:08')).toEqual([]);
  await network.destroy();
  await expect(network.getDHCPLeases()).rejects.toMatchObject({ code: 'VIR_ERR_NO_NETWORK' });
});
