import { expect, it, onTestFinished } from 'vitest';
import { type Connection, type NWFilter, NWFilterBindingCreateFlags, NWFilterDefineFlags } from '../../src/index.js';
import { open, useDaemon } from '../support/integration-daemon.js';

const daemon = useDaemon();

const filterXml = (name: string, attributes = ''): string =>
  `<filter name='${name}'${attributes}><rule action='drop' direction='in' priority='500'><tcp dstportstart='22'/></rule></filter>`;

/** The driver binds it, and waits for the network device, which never comes. */
const bindingXml = (port: string, filter: string): string =>
  `<filterbinding>
    <owner><name>guest</name><uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid></owner>
    <portdev name='${port}'/><mac address='52:54:00:12:34:56'/><filterref filter='${filter}'/>
  </filterbinding>`;

async function define(connection: Connection, name: string): Promise<NWFilter> {
  const filter = await connection.nwFilterDefineXML(filterXml(name));
  onTestFinished(() => filter.undefine().catch(() => {}));
  return filter;
}

it('a filter, from its definition to its end', async () => {
  const connection = await open(daemon().uri('qemu'));
  expect(await connection.numOfNWFilters()).toBe(0);
  const filter = await define(connection, 'quiet');
  expect(filter).toMatchObject({ name: 'quiet', connection });
  const { uuid } = filter;
  expect([filter.getName(), filter.getUUIDString()]).toEqual(['quiet', uuid]);
  expect(await filter.getXMLDesc()).toContain(`<uuid>${uuid}</uuid>`);

  expect(await connection.numOfNWFilters()).toBe(1);
  expect(await connection.listNWFilters()).toEqual(['quiet']);
  expect((await connection.listAllNWFilters()).map(({ name }) => name)).toEqual(['quiet']);
  for (const found of [
    await connection.nwFilterLookupByName('quiet'),
    await connection.nwFilterLookupByUUIDString(uuid),
    await connection.nwFilterLookupByUUID(filter.getUUID()),
  ]) {
    expect(found).toMatchObject({ name: 'quiet', uuid });
  }

  await filter.undefine();
  const gone = { name: 'RemoteError', code: 'VIR_ERR_NO_NWFILTER', domain: 'VIR_FROM_NWFILTER' };
  await expect(filter.getXMLDesc()).rejects.toMatchObject(gone);
  await expect(filter.undefine()).rejects.toMatchObject(gone);
  await expect(connection.nwFilterLookupByName('quiet')).rejects.toMatchObject(gone);
  await expect(connection.nwFilterLookupByUUIDString(uuid)).rejects.toMatchObject(gone);
  expect(await connection.listAllNWFilters()).toEqual([]);
});

it('a definition, which is checked where that is asked for', async () => {
  const connection = await open(daemon().uri('qemu'));
  const xml = filterXml('strict', " wrong='1'");
  await expect(connection.nwFilterDefineXMLFlags(xml, NWFilterDefineFlags.VALIDATE)).rejects.toMatchObject({
    code: 'VIR_ERR_XML_INVALID_SCHEMA',
  });
  const filter = await connection.nwFilterDefineXMLFlags(xml);
  onTestFinished(() => filter.undefine());
  expect(filter.name).toBe('strict');
});

it('a binding, from its creation to its end', async () => {
  const connection = await open(daemon().uri('qemu'));
  await define(connection, 'bound');
  const binding = await connection.nwFilterBindingCreateXML(bindingXml('none0', 'bound'));
  onTestFinished(() => binding.delete().catch(() => {}));
  expect(binding).toMatchObject({ portDev: 'none0', filterName: 'bound', connection });
  expect([binding.getPortDev(), binding.getFilterName()]).toEqual(['none0', 'bound']);
  expect(await binding.getXMLDesc()).toContain("<filterref filter='bound'/>");

  const again = connection.nwFilterBindingCreateXML(bindingXml('none0', 'bound'));
  await expect(again).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_FAILED', domain: 'VIR_FROM_NWFILTER' });
  const second = await connection.nwFilterBindingCreateXML(
    bindingXml('none1', 'bound'),
    NWFilterBindingCreateFlags.VALIDATE,
  );
  onTestFinished(() => second.delete().catch(() => {}));
  const all = await connection.listAllNWFilterBindings();
  expect(all.map(({ portDev }) => portDev).sort()).toEqual(['none0', 'none1']);
  expect(await connection.nwFilterBindingLookupByPortDev('none1')).toMatchObject({ filterName: 'bound' });

  await binding.delete();
  const gone = { name: 'RemoteError', code: 'VIR_ERR_NO_NWFILTER_BINDING' };
  await expect(binding.getXMLDesc()).rejects.toMatchObject(gone);
  await expect(binding.delete()).rejects.toMatchObject(gone);
  await expect(connection.nwFilterBindingLookupByPortDev('none0')).rejects.toMatchObject(gone);
  expect((await connection.listAllNWFilterBindings()).map(({ portDev }) => portDev)).toEqual(['none1']);
});
