import { bytes } from './bytes.js';
import type { Case } from './case.js';
import { connecting } from './connecting.js';
import { descriptorsIn } from './descriptors-in.js';
import { descriptorsOut } from './descriptors-out.js';
import { ending } from './ending.js';

/** What is true of transports, by what it is about. */
export const cases: Readonly<Record<string, readonly Case[]>> = {
  connecting,
  bytes,
  'descriptors that go': descriptorsOut,
  'descriptors that come': descriptorsIn,
  ending,
};
