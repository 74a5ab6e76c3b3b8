import type { NodeDevice } from '../../../src/index.js';
import { casesOf } from '../support/case.js';

const device = casesOf<NodeDevice>();

export const nodeDevices = [
  device('getName', 'name'),
  device('getParent', 'parent'),
  device('getXMLDesc', 'XMLDesc'),
  device('numOfCaps', 'numOfCaps'),
  device('listCaps', 'listCaps'),
  device('getAutostart', 'autostart'),
  device('isActive', 'isActive'),
  device('isPersistent', 'isPersistent'),
];
