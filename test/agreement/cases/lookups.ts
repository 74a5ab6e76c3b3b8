import { type Connection, SecretUsageType } from '../../../src/index.js';
import { casesOf } from '../support/case.js';

const connection = casesOf<Connection>();

/** What finds an object. */
export interface Known {
  readonly name: string;
  readonly uuid: string;
}

function bytes(uuid: string): Uint8Array {
  return new Uint8Array(Buffer.from(uuid.replaceAll('-', ''), 'hex'));
}

/** What finds nothing. */
const NOBODY: Known = { name: 'nonesuch', uuid: '00000000-1111-2222-3333-444444444444' };

export const domainLookups = (known: Known) =>
  [known, NOBODY].flatMap(({ name, uuid }) => [
    connection('domainLookupByName', { python: 'lookupByName', args: [name] }),
    connection('domainLookupByUUID', { python: 'lookupByUUID', args: [bytes(uuid)] }),
    connection('domainLookupByUUIDString', { python: 'lookupByUUIDString', args: [uuid] }),
  ]);

/** A domain that the test driver always has. */
export const domainLookupByID = [1, 4711].map((id) =>
  connection('domainLookupByID', { python: 'lookupByID', args: [id] }),
);

export const networkLookups = (known: Known) =>
  [known, NOBODY].flatMap(({ name, uuid }) => [
    connection('networkLookupByName', { python: 'networkLookupByName', args: [name] }),
    connection('networkLookupByUUID', { python: 'networkLookupByUUID', args: [bytes(uuid)] }),
    connection('networkLookupByUUIDString', { python: 'networkLookupByUUIDString', args: [uuid] }),
  ]);

/** Paths that a test knows only when it runs, and one that nothing has. */
const paths = (path: () => string): readonly (() => string)[] => [path, () => '/nonexistent'];

export const poolLookups = (known: Known, path: () => string) => [
  ...[known, NOBODY].flatMap(({ name, uuid }) => [
    connection('storagePoolLookupByName', { python: 'storagePoolLookupByName', args: [name] }),
    connection('storagePoolLookupByUUID', { python: 'storagePoolLookupByUUID', args: [bytes(uuid)] }),
    connection('storagePoolLookupByUUIDString', { python: 'storagePoolLookupByUUIDString', args: [uuid] }),
  ]),
  ...paths(path).map((each) => onPath('storagePoolLookupByTargetPath', each)),
];

export const volumeLookups = (path: () => string) =>
  paths(path).flatMap((each) => [onPath('storageVolLookupByKey', each), onPath('storageVolLookupByPath', each)]);

/** What a guest was saved to, and what is no such file. */
export const saveImages = (path: () => string) =>
  paths(path).map((each) => onPath('domainSaveImageGetXMLDesc', each, 'saveImageGetXMLDesc'));

type OfPath =
  | 'storagePoolLookupByTargetPath'
  | 'storageVolLookupByKey'
  | 'storageVolLookupByPath'
  | 'domainSaveImageGetXMLDesc';

function onPath(method: OfPath, path: () => string, python: string = method) {
  return connection(method, { python, args: async () => [path()], theirArgs: () => [path()] });
}

export const secretLookups = (uuid: string, usageID: string) =>
  [
    { uuid, usageID },
    { uuid: NOBODY.uuid, usageID: NOBODY.name },
  ].flatMap(({ uuid, usageID }) => [
    connection('secretLookupByUUID', { python: 'secretLookupByUUID', args: [bytes(uuid)] }),
    connection('secretLookupByUUIDString', { python: 'secretLookupByUUIDString', args: [uuid] }),
    connection('secretLookupByUsage', { python: 'secretLookupByUsage', args: [SecretUsageType.VOLUME, usageID] }),
  ]);

export const filterLookups = (known: Known) =>
  [known, NOBODY].flatMap(({ name, uuid }) => [
    connection('nwFilterLookupByName', { python: 'nwfilterLookupByName', args: [name] }),
    connection('nwFilterLookupByUUID', { python: 'nwfilterLookupByUUID', args: [bytes(uuid)] }),
    connection('nwFilterLookupByUUIDString', { python: 'nwfilterLookupByUUIDString', args: [uuid] }),
  ]);

export const bindingLookups = (portDev: string) =>
  [portDev, NOBODY.name].map((each) =>
    connection('nwFilterBindingLookupByPortDev', { python: 'nwfilterBindingLookupByPortDev', args: [each] }),
  );

export const interfaceLookups = (name: string, mac: string) =>
  [
    { name, mac },
    { name: NOBODY.name, mac: '02:00:00:00:00:01' },
  ].flatMap(({ name, mac }) => [
    connection('interfaceLookupByName', { python: 'interfaceLookupByName', args: [name] }),
    connection('interfaceLookupByMACString', { python: 'interfaceLookupByMACString', args: [mac] }),
  ]);

export const deviceLookups = (name: string) => [
  connection('nodeDeviceLookupByName', { python: 'nodeDeviceLookupByName', args: [name] }),
  connection('nodeDeviceLookupByName', { python: 'nodeDeviceLookupByName', args: [NOBODY.name] }),
  connection('nodeDeviceLookupSCSIHostByWWN', {
    python: 'nodeDeviceLookupSCSIHostByWWN',
    args: ['2000000012341234', '1000000012341234'],
  }),
];
