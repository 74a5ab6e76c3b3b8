import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DomainEventStoppedDetailType, DomainEventType } from '../../src/index.js';
import { parseUuid } from '../../src/protocol/uuid.js';
import { TestDaemon } from '../../src/testing/index.js';
import { open, useDaemon, useFolder } from '../support/integration-daemon.js';
import { play, type Step, step } from '../support/testing-sequence.js';

const daemon = useDaemon();
const folder = useFolder();

const ONE = 'c7a5fdbd-edaf-9455-926a-d65c16db1809';
const TWO = 'd7a5fdbd-edaf-9455-926a-d65c16db1810';

interface Kind {
  readonly driver: string;
  /** What a domain of it is like, less its name and UUID. */
  readonly rest: string;
}

const KINDS: readonly Kind[] = [
  { driver: 'test', rest: '<os><type>hvm</type></os>' },
  {
    driver: 'lxc',
    rest: "<os><type>exe</type><init>/bin/sleep</init><initarg>600</initarg></os><devices><console type='pty'/></devices>",
  },
  { driver: 'qemu', rest: '<os><type>hvm</type></os>' },
];

const domOf = (name: string, uuid: string) => ({ name, uuid: parseUuid('uuid', uuid), id: -1 });

function stepsOf({ driver, rest }: Kind): Step[] {
  const xmlOf = (name: string, uuid: string, memory = 64): string =>
    `<domain type='${driver}'><name>${name}</name><uuid>${uuid}</uuid>` +
    `<memory unit='MiB'>${memory}</memory>${rest}</domain>`;
  const one = xmlOf('one', ONE);
  const dom = domOf('one', ONE);
  const other = domOf('two', TWO);
  const all = 0xffffffff;
  const idle = [
    step('DOMAIN_DESTROY', { dom }),
    step('DOMAIN_SUSPEND', { dom }),
    step('DOMAIN_RESUME', { dom }),
    step('DOMAIN_SHUTDOWN', { dom }),
    step('DOMAIN_REBOOT', { dom, flags: 0 }),
    step('DOMAIN_RESET', { dom, flags: 0 }),
  ];
  const asked = [
    step('DOMAIN_GET_STATE', { dom, flags: 0 }),
    step('DOMAIN_IS_ACTIVE', { dom }),
    step('DOMAIN_IS_PERSISTENT', { dom }),
    step('DOMAIN_IS_UPDATED', { dom }),
    step('DOMAIN_GET_AUTOSTART', { dom }),
    step('CONNECT_NUM_OF_DOMAINS'),
    step('CONNECT_NUM_OF_DEFINED_DOMAINS'),
    step('CONNECT_LIST_DOMAINS', { maxids: 10 }),
    step('CONNECT_LIST_DEFINED_DOMAINS', { maxnames: 10 }),
    ...Array.from({ length: 16 }, (_, bit) => step('CONNECT_LIST_ALL_DOMAINS', { need_results: 1, flags: 2 ** bit })),
  ];
  return [
    step('CONNECT_GET_TYPE'),
    step('CONNECT_IS_SECURE'),
    ...Array.from({ length: 17 }, (_, feature) => step('CONNECT_SUPPORTS_FEATURE', { feature })),
    step('CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY', { eventID: 0, dom: null }),
    step('CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY', { eventID: 0, dom: null }),
    step('CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY', { eventID: 0, dom: other }),
    step('CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY', { eventID: 99, dom: null }),
    step('CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY', { callbackID: 77 }),
    step('DOMAIN_LOOKUP_BY_NAME', { name: 'one' }),
    step('DOMAIN_LOOKUP_BY_UUID', { uuid: dom.uuid }),
    step('DOMAIN_LOOKUP_BY_ID', { id: 77_777 }),
    step('DOMAIN_LOOKUP_BY_ID', { id: -1 }),
    step('DOMAIN_DEFINE_XML', { xml: '<domain' }),
    step('DOMAIN_DEFINE_XML', { xml: '' }),
    step('DOMAIN_DEFINE_XML', { xml: '<network/>' }),
    step('DOMAIN_DEFINE_XML', { xml: `<domain type='${driver}'/>` }),
    step('DOMAIN_DEFINE_XML', { xml: one.replace(`type='${driver}'`, '') }),
    step('DOMAIN_DEFINE_XML', { xml: one.replace(`type='${driver}'`, "type='none-such'") }),
    step('DOMAIN_DEFINE_XML', { xml: one.replace(rest, '') }),
    step('DOMAIN_DEFINE_XML', { xml: one.replace(/<type>\w+/u, '<type>odd') }),
    step('DOMAIN_DEFINE_XML', { xml: one.replace(ONE, 'odd') }),
    step('DOMAIN_DEFINE_XML', { xml: one.replace('one', 'o/ne') }),
    step('DOMAIN_DEFINE_XML', { xml: one.replace("unit='MiB'", "unit='odd'") }),
    step('DOMAIN_DEFINE_XML', { xml: one.replace('64', 'odd') }),
    step('DOMAIN_DEFINE_XML', { xml: one.replace(/<memory.*memory>/u, '') }),
    step('DOMAIN_DEFINE_XML', { xml: one }),
    step('DOMAIN_DEFINE_XML', { xml: xmlOf('one', TWO) }),
    step('DOMAIN_DEFINE_XML', { xml: xmlOf('two', ONE) }),
    step('DOMAIN_DEFINE_XML', { xml: xmlOf('one', ONE, 32) }),
    step('DOMAIN_DEFINE_XML_FLAGS', { xml: one, flags: all }),
    step('DOMAIN_CREATE_WITH_FLAGS', { dom, flags: all }),
    step('DOMAIN_CREATE_WITH_FILES', { dom, flags: all }),
    step('DOMAIN_CREATE_XML', { xml_desc: one, flags: all }),
    step('DOMAIN_CREATE_XML_WITH_FILES', { xml_desc: one, flags: all }),
    step('DOMAIN_DESTROY_FLAGS', { dom, flags: all - 1 }),
    step('DOMAIN_SHUTDOWN_FLAGS', { dom, flags: all }),
    step('DOMAIN_UNDEFINE_FLAGS', { dom, flags: all }),
    step('DOMAIN_GET_STATE', { dom, flags: all }),
    step('DOMAIN_GET_XML_DESC', { dom, flags: all }),
    step('DOMAIN_REBOOT', { dom, flags: all }),
    step('CONNECT_LIST_ALL_DOMAINS', { need_results: 1, flags: all }),
    step('DOMAIN_GET_INFO', { dom }),
    step('DOMAIN_GET_OS_TYPE', { dom }),
    step('DOMAIN_GET_MAX_MEMORY', { dom }),
    ...idle,
    ...asked,
    step('DOMAIN_SET_AUTOSTART', { dom, autostart: 1 }),
    step('DOMAIN_CREATE', { dom }),
    step('DOMAIN_CREATE', { dom }),
    step('DOMAIN_RESUME', { dom }),
    step('DOMAIN_CREATE_XML', { xml_desc: one, flags: 0 }),
    step('DOMAIN_CREATE_XML', { xml_desc: xmlOf('one', TWO), flags: 0 }),
    ...asked,
    step('DOMAIN_SUSPEND', { dom }),
    step('DOMAIN_SUSPEND', { dom }),
    ...asked,
    step('DOMAIN_RESUME', { dom }),
    step('DOMAIN_GET_STATE', { dom, flags: 0 }),
    step('DOMAIN_UNDEFINE', { dom }),
    ...asked,
    step('DOMAIN_DEFINE_XML', { xml: xmlOf('one', ONE, 48) }),
    step('DOMAIN_GET_MAX_MEMORY', { dom }),
    step('DOMAIN_IS_UPDATED', { dom }),
    step('DOMAIN_DESTROY', { dom }),
    step('DOMAIN_GET_INFO', { dom }),
    ...asked,
    step('DOMAIN_CREATE_XML', { xml_desc: xmlOf('two', TWO), flags: 0 }),
    step('DOMAIN_LOOKUP_BY_NAME', { name: 'two' }),
    step('DOMAIN_UNDEFINE', { dom: other }),
    step('DOMAIN_SET_AUTOSTART', { dom: other, autostart: 1 }),
    step('DOMAIN_IS_PERSISTENT', { dom: other }),
    step('DOMAIN_DESTROY', { dom: other }),
    step('DOMAIN_DESTROY', { dom: other }),
    step('DOMAIN_UNDEFINE', { dom }),
    ...idle,
    step('DOMAIN_CREATE', { dom }),
    step('DOMAIN_GET_INFO', { dom }),
    step('DOMAIN_UNDEFINE', { dom }),
    step('CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY', { callbackID: 0 }),
    step('CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY', { callbackID: 0 }),
  ];
}

const WRITES = (xml: string): Step[] => {
  const dom = domOf('one', ONE);
  return [
    step('DOMAIN_DEFINE_XML', { xml }),
    step('DOMAIN_DEFINE_XML_FLAGS', { xml, flags: 0 }),
    step('DOMAIN_UNDEFINE', { dom }),
    step('DOMAIN_UNDEFINE_FLAGS', { dom, flags: 0 }),
    step('DOMAIN_CREATE', { dom }),
    step('DOMAIN_CREATE_WITH_FLAGS', { dom, flags: 0 }),
    step('DOMAIN_CREATE_WITH_FILES', { dom, flags: 0 }),
    step('DOMAIN_CREATE_XML', { xml_desc: xml, flags: 0 }),
    step('DOMAIN_CREATE_XML_WITH_FILES', { xml_desc: xml, flags: 0 }),
    step('DOMAIN_DESTROY', { dom }),
    step('DOMAIN_DESTROY_FLAGS', { dom, flags: 0 }),
    step('DOMAIN_SHUTDOWN', { dom }),
    step('DOMAIN_SHUTDOWN_FLAGS', { dom, flags: 0 }),
    step('DOMAIN_SUSPEND', { dom }),
    step('DOMAIN_RESUME', { dom }),
    step('DOMAIN_REBOOT', { dom, flags: 0 }),
    step('DOMAIN_RESET', { dom, flags: 0 }),
    step('DOMAIN_SET_AUTOSTART', { dom, autostart: 1 }),
    step('DOMAIN_GET_XML_DESC', { dom, flags: 1 }),
    step('DOMAIN_GET_STATE', { dom, flags: 0 }),
  ];
};

/** A daemon for tests that has the same hypervisor. */
async function testDaemon(uri: string): Promise<TestDaemon> {
  const started = await TestDaemon.start({ uri });
  onTestFinished(() => started[Symbol.asyncDispose]());
  return started;
}

/** The URI of a hypervisor that has no domains, and the same as the real daemon is reached by. */
function emptyUri(driver: string): { local: string; real: string } {
  if (driver !== 'test') return { local: `${driver}:///system`, real: daemon().uri(driver) };
  const file = join(folder, 'node.xml');
  writeFileSync(file, '<node/>');
  return { local: `test://${file}`, real: daemon().uri('test').replace('/default', file) };
}

/** What the LXC driver tells, besides, of a container that it sees end before it has ended it itself. */
function isChance(told: unknown): boolean {
  const { event, detail } = (told as { msg: { event: number; detail: number } }).msg;
  return event === DomainEventType.STOPPED && detail === DomainEventStoppedDetailType.FAILED;
}

describe.each(KINDS)('the world of a TestDaemon, as $driver has it', (kind) => {
  it('answers as libvirtd does, and tells the same events', async () => {
    const { local, real } = emptyUri(kind.driver);
    const steps = stepsOf(kind);
    const expected = await play(await open(real), steps);
    const connection = await (await testDaemon(local)).connect();
    const played = await play(connection, steps);
    await connection.close();
    expect(played.answers).toEqual(expected.answers);
    expect(played.events).toEqual(expected.events.filter((event) => !isChance(event)));
    expect(played.events.length).toBeGreaterThan(8);
  });

  it('denies a read-only connection the same', async () => {
    const { local, real } = emptyUri(kind.driver);
    const steps = WRITES(`<domain type='${kind.driver}'><name>one</name></domain>`);
    const expected = await play(await open(real, { readOnly: true }), steps);
    const connection = await (await testDaemon(local)).connect({ readOnly: true });
    const played = await play(connection, steps);
    await connection.close();
    expect(played.answers).toEqual(expected.answers);
  });
});
