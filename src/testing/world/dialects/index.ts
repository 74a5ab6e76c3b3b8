import { errorDomains } from '../../../protocol/generated/errors.js';
import type { Dialect } from './dialect.js';
import { LXC } from './lxc.js';
import { qemuLike } from './qemu.js';
import { TEST } from './test.js';

/** How the driver of a URI's scheme speaks. */
export function dialectOf(scheme: string): Dialect {
  if (scheme === 'test') return TEST;
  if (scheme === 'lxc') return LXC;
  const type = scheme.toUpperCase();
  const errorDomain = `VIR_FROM_${type}`;
  const known = Object.values(errorDomains).includes(errorDomain);
  return qemuLike(type, known ? errorDomain : 'VIR_FROM_NONE', scheme);
}
