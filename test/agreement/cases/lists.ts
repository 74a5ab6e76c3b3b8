import { type Connection, ConnectListAllDomainsFlags } from '../../../src/index.js';
import { casesOf } from '../support/case.js';

const connection = casesOf<Connection>();

/** What there is on a connection. */
export const lists = [
  connection('numOfDomains', 'numOfDomains'),
  connection('numOfDefinedDomains', 'numOfDefinedDomains'),
  connection('listDomains', 'listDomainsID'),
  connection('listDefinedDomains', 'listDefinedDomains'),
  connection('listAllDomains', 'listAllDomains'),
  connection('listAllDomains', { python: 'listAllDomains', args: [ConnectListAllDomainsFlags.INACTIVE] }),
  connection('numOfNetworks', 'numOfNetworks'),
  connection('numOfDefinedNetworks', 'numOfDefinedNetworks'),
  connection('listNetworks', 'listNetworks'),
  connection('listDefinedNetworks', 'listDefinedNetworks'),
  connection('listAllNetworks', 'listAllNetworks'),
  connection('numOfInterfaces', 'numOfInterfaces'),
  connection('numOfDefinedInterfaces', 'numOfDefinedInterfaces'),
  connection('listInterfaces', 'listInterfaces'),
  connection('listDefinedInterfaces', 'listDefinedInterfaces'),
  connection('listAllInterfaces', 'listAllInterfaces'),
  connection('numOfStoragePools', 'numOfStoragePools'),
  connection('numOfDefinedStoragePools', 'numOfDefinedStoragePools'),
  connection('listStoragePools', 'listStoragePools'),
  connection('listDefinedStoragePools', 'listDefinedStoragePools'),
  connection('listAllStoragePools', 'listAllStoragePools'),
  connection('nodeNumOfDevices', { python: 'numOfDevices', args: [null] }),
  connection('nodeNumOfDevices', { python: 'numOfDevices', args: ['system'] }),
  connection('nodeListDevices', { python: 'listDevices', args: [null] }),
  connection('nodeListDevices', { python: 'listDevices', args: ['system'] }),
  connection('listAllNodeDevices', 'listAllDevices'),
];

/** The Python binding asks for the number first: where there is none, the errors differ. */
export const secretAndFilterLists = [
  connection('numOfSecrets', 'numOfSecrets'),
  connection('listSecrets', 'listSecrets'),
  connection('listAllSecrets', 'listAllSecrets'),
  connection('numOfNWFilters', 'numOfNWFilters'),
  connection('listNWFilters', 'listNWFilters'),
  connection('listAllNWFilters', 'listAllNWFilters'),
  connection('listAllNWFilterBindings', 'listAllNWFilterBindings'),
];
