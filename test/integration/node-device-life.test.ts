import { describe, expect, it, onTestFinished } from 'vitest';
import { ConnectListAllNodeDeviceFlags, type NodeDevice } from '../../src/index.js';
import { open, useDaemon } from '../support/integration-daemon.js';

const daemon = useDaemon();

const WWN = ['2000000012341234', '2000000012341235'] as const;
const VPORT = `<device><parent>scsi_host1</parent><capability type='scsi_host'><capability type='fc_host'>
  <wwnn>${WWN[0]}</wwnn><wwpn>${WWN[1]}</wwpn></capability></capability></device>`;

const names = (devices: readonly NodeDevice[]): string[] => devices.map(({ name }) => name).sort();

describe('with the test driver', () => {
  it('a device, from its creation to its end', async () => {
    const connection = await open(daemon().uri('test'));
    const before = names(await connection.listAllNodeDevices());
    expect(before).toEqual(['computer', 'scsi_host1', 'scsi_host11', 'scsi_host2']);
    expect(await connection.nodeNumOfDevices()).toBe(4);
    const device = await connection.nodeDeviceCreateXML(VPORT);
    const { name } = device;
    onTestFinished(() => device.destroy().catch(() => {}));
    expect(device.connection).toBe(connection);
    expect(device.getName()).toBe(name);
    expect(before).not.toContain(name);
    expect(await device.getParent()).toBe('scsi_host1');
    expect(await device.listCaps()).toEqual(['scsi_host']);
    expect(await device.numOfCaps()).toBe(1);
    expect(await device.getXMLDesc()).toContain(`<wwpn>${WWN[1]}</wwpn>`);

    expect(names(await connection.listAllNodeDevices())).toEqual([...before, name].sort());
    const hosts = names(await connection.listAllNodeDevices(ConnectListAllNodeDeviceFlags.CAP_SCSI_HOST));
    expect(hosts).toEqual([...before, name].filter((one) => one !== 'computer').sort());
    expect((await connection.nodeListDevices('scsi_host')).sort()).toEqual(hosts);
    expect(await connection.nodeNumOfDevices('scsi_host')).toBe(4);
    expect((await connection.nodeListDevices()).sort()).toEqual([...before, name].sort());
    expect((await connection.nodeDeviceLookupByName(name)).name).toBe(name);

    await device.destroy();
    const gone = { name: 'RemoteError', code: 'VIR_ERR_NO_NODE_DEVICE' };
    await expect(device.getXMLDesc()).rejects.toMatchObject(gone);
    await expect(device.destroy()).rejects.toMatchObject(gone);
    await expect(connection.nodeDeviceLookupByName(name)).rejects.toMatchObject(gone);
    expect(names(await connection.listAllNodeDevices())).toEqual(before);
  });

  it('nothing else, since it cannot: its answer is about that, and not about the arguments', async () => {
    const connection = await open(daemon().uri('test'));
    const device = await connection.nodeDeviceLookupByName('scsi_host11');
    const unsupported = { name: 'RemoteError', code: 'VIR_ERR_NO_SUPPORT', domain: 'VIR_FROM_NODEDEV' };
    for (const call of [
      () => connection.nodeDeviceDefineXML(VPORT),
      () => connection.nodeDeviceLookupSCSIHostByWWN(...WWN),
      () => device.create(),
      () => device.undefine(),
      () => device.isActive(),
      () => device.isPersistent(),
      () => device.getAutostart(),
      () => device.setAutostart(true),
      () => device.dettach(),
      () => device.detachFlags(),
      () => device.detachFlags('vfio'),
      () => device.reAttach(),
      () => device.reset(),
    ]) {
      await expect(call(), `${call}`).rejects.toMatchObject(unsupported);
    }
    // Since libvirt 10.1.0.
    await expect(device.update('<device/>')).rejects.toMatchObject({ code: 'VIR_ERR_NO_SUPPORT' });
  });
});

describe('with the driver of the host', () => {
  it('the computer, and what it has', async () => {
    const connection = await open(daemon().uri('qemu'));
    const computer = await connection.nodeDeviceLookupByName('computer');
    expect(await computer.getParent()).toBe(null);
    expect(await computer.listCaps()).toEqual(['system']);
    expect(await computer.isActive()).toBe(true);
    expect(await computer.isPersistent()).toBe(true);
    expect(await computer.getAutostart()).toBe(true);
    expect(await computer.getXMLDesc()).toMatch(/<capability type='system'>/u);
    const nets = names(await connection.listAllNodeDevices(ConnectListAllNodeDeviceFlags.CAP_NET));
    expect(nets).toContain('net_lo_00_00_00_00_00_00');
    expect((await connection.nodeListDevices('net')).sort()).toEqual(nets);
    const lo = await connection.nodeDeviceLookupByName('net_lo_00_00_00_00_00_00');
    expect(await lo.getParent()).toBe('computer');
    expect(await lo.getXMLDesc()).toContain('<interface>lo</interface>');
  });

  it('what cannot be done to it', async () => {
    const connection = await open(daemon().uri('qemu'));
    const computer = await connection.nodeDeviceLookupByName('computer');
    await expect(computer.reset()).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_ARG' });
    await expect(computer.create()).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_INVALID' });
    await expect(computer.undefine()).rejects.toMatchObject({ code: 'VIR_ERR_CONFIG_UNSUPPORTED' });
    await expect(computer.setAutostart(true)).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_UNSUPPORTED' });
    await expect(connection.nodeDeviceLookupByName('none')).rejects.toMatchObject({ code: 'VIR_ERR_NO_NODE_DEVICE' });
  });
});
