import type { Secret } from '../../../src/index.js';
import { casesOf } from '../support/case.js';

const secret = casesOf<Secret>();

export const secrets = [
  secret('getUUID', 'UUID'),
  secret('getUUIDString', 'UUIDString'),
  secret('getUsageType', 'usageType'),
  secret('getUsageID', 'usageID'),
  secret('getXMLDesc', 'XMLDesc'),
  secret('getValue', 'value'),
];
