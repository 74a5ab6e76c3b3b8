import { networkInterfaces } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ConnectListAllInterfacesFlags, type Interface } from '../../src/index.js';
import { open, useDaemon } from '../support/integration-daemon.js';

const daemon = useDaemon();
const MAC = 'aa:bb:cc:dd:ee:f0';

const xml = (name: string, mac = MAC): string =>
  `<interface type='ethernet' name='${name}'>
    <start mode='none'/><mac address='${mac}'/>
    <protocol family='ipv4'><ip address='192.168.0.7' prefix='24'/></protocol>
  </interface>`;

const names = (interfaces: readonly Interface[]): string[] => interfaces.map(({ name }) => name).sort();

describe('with the test driver', () => {
  it('an interface, from its definition to its end', async () => {
    const connection = await open(daemon().uri('test'));
    expect(await connection.listInterfaces()).toEqual(['eth1']);
    expect(await connection.numOfDefinedInterfaces()).toBe(0);
    const eth = await connection.interfaceDefineXML(xml('eth2'));
    onTestFinished(() => eth.undefine().catch(() => {}));
    expect(eth).toMatchObject({ name: 'eth2', mac: MAC, connection });
    expect([eth.getName(), eth.getMACString()]).toEqual(['eth2', MAC]);
    expect(await eth.isActive()).toBe(false);
    expect(await connection.listDefinedInterfaces()).toEqual(['eth2']);
    expect(await eth.getXMLDesc()).toContain("<ip address='192.168.0.7' prefix='24'/>");

    await eth.create();
    expect(await eth.isActive()).toBe(true);
    expect((await connection.listInterfaces()).sort()).toEqual(['eth1', 'eth2']);
    expect(await connection.numOfInterfaces()).toBe(2);
    expect(names(await connection.listAllInterfaces())).toEqual(['eth1', 'eth2']);
    expect(names(await connection.listAllInterfaces(ConnectListAllInterfacesFlags.INACTIVE))).toEqual([]);
    expect(await connection.interfaceLookupByName('eth2')).toMatchObject({ name: 'eth2', mac: MAC });
    expect(await connection.interfaceLookupByMACString(MAC)).toMatchObject({ name: 'eth2', mac: MAC });
    await expect(eth.create()).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_INVALID' });

    await eth.destroy();
    expect(await eth.isActive()).toBe(false);
    expect(names(await connection.listAllInterfaces(ConnectListAllInterfacesFlags.INACTIVE))).toEqual(['eth2']);
    await eth.undefine();
    const gone = { name: 'RemoteError', code: 'VIR_ERR_NO_INTERFACE' };
    await expect(eth.getXMLDesc()).rejects.toMatchObject(gone);
    await expect(connection.interfaceLookupByName('eth2')).rejects.toMatchObject(gone);
    await expect(connection.interfaceLookupByMACString(MAC)).rejects.toMatchObject(gone);
  });

  it('a change, which is kept or undone as a whole', async () => {
    const connection = await open(daemon().uri('test'));
    const invalid = { code: 'VIR_ERR_OPERATION_INVALID' };
    await expect(connection.interfaceChangeCommit()).rejects.toMatchObject(invalid);
    await connection.interfaceChangeBegin();
    await expect(connection.interfaceChangeBegin()).rejects.toMatchObject(invalid);
    const kept = await connection.interfaceDefineXML(xml('eth3'));
    await connection.interfaceChangeCommit();
    await expect(connection.interfaceChangeRollback()).rejects.toMatchObject(invalid);
    expect(await connection.listDefinedInterfaces()).toContain('eth3');
    await kept.undefine();

    await connection.interfaceChangeBegin();
    await connection.interfaceDefineXML(xml('eth4'));
    expect(await connection.listDefinedInterfaces()).toContain('eth4');
    await connection.interfaceChangeRollback();
    expect(await connection.listDefinedInterfaces()).not.toContain('eth4');
  });
});

describe('with the driver of the host', () => {
  it('the interfaces that Node sees, too', async () => {
    const connection = await open(daemon().uri('qemu'));
    const all = await connection.listAllInterfaces();
    const macs = Object.fromEntries(all.map(({ name, mac }) => [name, mac]));
    for (const [name, [address]] of Object.entries(networkInterfaces()) as [string, { mac: string }[]][]) {
      expect(macs[name]).toBe(address?.mac);
    }
    const lo = await connection.interfaceLookupByName('lo');
    expect(lo.mac).toBe('00:00:00:00:00:00');
    expect(await lo.getXMLDesc()).toMatch(/^<interface type='ethernet' name='lo'>/u);
    expect(await lo.isActive()).toBeTypeOf('boolean');
  });

  it('nothing that changes them, since it cannot: its answer is about that, and not about the arguments', async () => {
    const connection = await open(daemon().uri('qemu'));
    const unsupported = { name: 'RemoteError', code: 'VIR_ERR_NO_SUPPORT', domain: 'VIR_FROM_INTERFACE' };
    const lo = await connection.interfaceLookupByName('lo');
    await expect(connection.interfaceDefineXML(xml('eth5'))).rejects.toMatchObject(unsupported);
    await expect(connection.interfaceChangeBegin()).rejects.toMatchObject(unsupported);
    await expect(connection.interfaceChangeCommit()).rejects.toMatchObject(unsupported);
    await expect(connection.interfaceChangeRollback()).rejects.toMatchObject(unsupported);
    await expect(lo.create()).rejects.toMatchObject(unsupported);
    await expect(lo.destroy()).rejects.toMatchObject(unsupported);
    await expect(lo.undefine()).rejects.toMatchObject(unsupported);
  });
});
