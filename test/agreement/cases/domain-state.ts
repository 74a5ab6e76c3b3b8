import { type Domain, DomainMetadataType, DomainVcpuFlags, DomainXMLFlags } from '../../../src/index.js';
import { casesOf } from '../support/case.js';

const domain = casesOf<Domain>();
const values = Object.values;

/** What a domain is, and how it is. */
export const domainState = [
  domain('getName', 'name'),
  domain('getUUID', 'UUID'),
  domain('getUUIDString', 'UUIDString'),
  domain('getID', 'ID'),
  domain('getOSType', 'OSType'),
  domain('getXMLDesc', 'XMLDesc'),
  domain('getXMLDesc', { python: 'XMLDesc', args: [DomainXMLFlags.INACTIVE] }),
  domain('getState', { python: 'state', ours: values }),
  domain('getInfo', { python: 'info', ours: values }),
  domain('getControlInfo', {
    python: 'controlInfo',
    ours: ({ state, details, stateTime }) => [state, details, stateTime],
  }),
  domain('isActive', 'isActive'),
  domain('isPersistent', 'isPersistent'),
  domain('isUpdated', 'isUpdated'),
  domain('getAutostart', 'autostart'),
  domain('getMaxMemory', 'maxMemory'),
  domain('getMaxVcpus', 'maxVcpus'),
  domain('getVcpusFlags', 'vcpusFlags'),
  domain('getVcpusFlags', { python: 'vcpusFlags', args: [DomainVcpuFlags.CONFIG | DomainVcpuFlags.MAXIMUM] }),
  domain('getHostname', 'hostname'),
  domain('getMessages', 'messages'),
  domain('getMetadata', { python: 'metadata', args: [DomainMetadataType.TITLE], theirArgs: [1, null] }),
  domain('getMetadata', { python: 'metadata', args: [DomainMetadataType.ELEMENT, 'urn:agreement'] }),
  domain('getSecurityLabel', { python: 'securityLabel', ours: values }),
  domain('getSecurityLabelList', {
    python: 'securityLabelList',
    ours: (labels) => labels.map(values),
    // The Python binding takes none for a failure, where the domain runs.
    theirs: (labels) => labels ?? [],
  }),
  domain('getLaunchSecurityInfo', 'launchSecurityInfo'),
  domain('hasManagedSaveImage', 'hasManagedSaveImage'),
  domain('managedSaveGetXMLDesc', 'managedSaveGetXMLDesc'),
  domain('hasCurrentSnapshot', 'hasCurrentSnapshot'),
  domain('backupGetXMLDesc', 'backupGetXMLDesc'),
  domain('migrateGetMaxDowntime', 'migrateGetMaxDowntime'),
  domain('migrateGetMaxSpeed', 'migrateGetMaxSpeed'),
  domain('migrateGetCompressionCache', 'migrateGetCompressionCache'),
];
