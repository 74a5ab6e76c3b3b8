import { spawnSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { guestXml } from '../../../scripts/demo-parts/qemu-guest.mjs';
import type { Connection, Network } from '../../../src/index.js';

/** A network with addresses to lease, which needs nothing of the host's firewall. */
export const NETWORK = { name: 'leased', uuid: '5f0c3a0e-93a3-4c55-8d0f-7a1f1f1f0010', bridge: 'virbr7' };

export const MAC = '52:54:00:00:00:01';

/** Starts a network of which a guest has leased an address. */
export async function startNetwork(connection: Connection, state: string): Promise<Network> {
  const { name, uuid, bridge } = NETWORK;
  const network = await connection.networkDefineXML(`<network>
    <name>${name}</name><uuid>${uuid}</uuid><forward mode='open'/><bridge name='${bridge}'/>
    <ip address='192.168.77.1' netmask='255.255.255.0'><dhcp><range start='192.168.77.2' end='192.168.77.9'/></dhcp></ip>
  </network>`);
  await network.create();
  const lease = {
    'ip-address': '192.168.77.2',
    'mac-address': MAC,
    hostname: 'guest',
    'client-id': `01:${MAC}`,
    'expiry-time': 4_102_444_800,
  };
  // Where dnsmasq's helper keeps what it has leased.
  writeFileSync(join(state, `lib/dnsmasq/${bridge}.status`), JSON.stringify([lease]));
  return network;
}

/** Makes a disk that can have checkpoints and snapshots. */
function qcow2(path: string): string {
  const { status, stderr } = spawnSync('qemu-img', ['create', '-q', '-f', 'qcow2', path, '8M'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`qemu-img: ${stderr}`);
  return path;
}

function raw(path: string): string {
  writeFileSync(path, 'the first bytes of a disk');
  truncateSync(path, 1_048_576);
  return path;
}

/** A guest with all that can be read of one. `devices` are more of its devices. */
export function richGuest(guest: { name: string; uuid: string }, state: string, devices = ''): string {
  const disks = `
    <disk type='file' device='disk'><driver name='qemu' type='qcow2'/>
      <source file='${qcow2(join(state, `${guest.name}.qcow2`))}'/><target dev='vda' bus='virtio'/></disk>
    <disk type='file' device='disk'><driver name='qemu' type='raw'/>
      <source file='${raw(join(state, `${guest.name}.raw`))}'/><target dev='vdb' bus='virtio'/><readonly/></disk>`;
  return guestXml({ name: guest.name, devices: disks + devices })
    .replace('</name>', `</name><uuid>${guest.uuid}</uuid><title>A guest</title>`)
    .replace('</vcpu>', '</vcpu><iothreads>1</iothreads>')
    .replace("<memballoon model='none'/>", "<memballoon model='virtio'/>");
}

/** A network interface on that network; `more` is what it has besides. */
export const nic = (more = ''): string =>
  `<interface type='network'><mac address='${MAC}'/><source network='${NETWORK.name}'/><model type='virtio'/>${more}</interface>`;

/** Not every host's kernel has the scheduler that a running guest with this needs. */
export const BANDWIDTH = `<bandwidth><inbound average='1000' peak='5000' burst='5120'/></bandwidth>`;
