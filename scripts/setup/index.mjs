// @ts-check
/**
 * The set-up of `npm run demo` and `npm test`. It runs before any dependency is there, so that it imports Node's own
 * modules only. Every step looks first, and does nothing where nothing is to be done; one that was interrupted is done
 * again by the next run.
 */
import { fileURLToPath } from 'node:url';
import { ensureBuild as buildIn } from './build.mjs';
import { ensureDebianPackages } from './debian.mjs';
import { ensureDependencies as dependenciesIn, ensureUsocket as usocketIn } from './dependencies.mjs';
import { ensureLinuxGuest as linuxGuestIn, linuxGuest as linuxGuestOf } from './linux-guest/index.mjs';
import { ensureOtherLibvirt as otherLibvirtIn, otherLibvirt as otherLibvirtOf } from './other-libvirt.mjs';
import { step } from './steps.mjs';

export { DEMO_PACKAGES, ensureDebianPackages, TEST_PACKAGES } from './debian.mjs';
export { Interrupted, run } from './run.mjs';
export { duration, step } from './steps.mjs';

/**
 * @typedef {object} Outcome
 * @property {boolean} changed whether there was anything to do
 * @property {string} what it did or found, in a few words
 */

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Installs what package-lock.json says, unless it is there. */
export const ensureDependencies = (root = ROOT) => dependenciesIn(root);

/** Compiles usocket, unless it loads already. */
export const ensureUsocket = (root = ROOT) => usocketIn(root);

/** Compiles src to dist, unless dist is what src compiles to. */
export const ensureBuild = (root = ROOT) => buildIn(root);

/** @typedef {import('./other-libvirt.mjs').Which} Which */

/**
 * Unpacks another libvirt than the system's, which the tests run beside it, unless it is there.
 *
 * @param {Which} which
 */
export const ensureOtherLibvirt = (which, root = ROOT) => otherLibvirtIn(root, which);

/**
 * Where that is, or why it is not there.
 *
 * @param {Which} which
 */
export const otherLibvirt = (which, root = ROOT) => otherLibvirtOf(root, which);

/** Makes a guest that runs Linux, unless it is there. */
export const ensureLinuxGuest = (root = ROOT) => linuxGuestIn(root);

/** Where that is, or why it is not there. */
export const linuxGuest = (root = ROOT) => linuxGuestOf(root);

/**
 * @typedef {object} SetupOptions
 * @property {readonly string[]} [packages] Debian's, such as `DEMO_PACKAGES`; default: none
 * @property {boolean} [usocket] compile it; default: no
 * @property {readonly Which[]} [others] unpack these libvirts beside the system's; default: none
 * @property {boolean} [linuxGuest] make a guest that runs Linux; default: no
 * @property {boolean} [build] compile src to dist; default: yes
 */

/**
 * The steps of a set-up, in their order.
 *
 * @param {SetupOptions} [options]
 * @returns {readonly (readonly [name: string, work: () => Promise<Outcome>])[]}
 */
export function setupSteps({
  packages = [],
  usocket = false,
  others = [],
  linuxGuest: linux = false,
  build = true,
} = {}) {
  return [
    ...(packages.length > 0 ? [/** @type {const} */ (['Debian packages', () => ensureDebianPackages(packages)])] : []),
    ['npm dependencies', () => ensureDependencies()],
    ...(usocket ? [/** @type {const} */ (['usocket', () => ensureUsocket()])] : []),
    ...others.map((which) => /** @type {const} */ ([`${which} libvirt`, () => ensureOtherLibvirt(which)])),
    ...(linux ? [/** @type {const} */ (['Linux guest', () => ensureLinuxGuest()])] : []),
    ...(build ? [/** @type {const} */ (['build', () => ensureBuild()])] : []),
  ];
}

/**
 * Does the whole set-up, and prints a line for each step.
 *
 * @param {SetupOptions} [options]
 * @returns {Promise<void>}
 * @throws {Error} whose message says what to do; {Interrupted} if a signal came meanwhile
 */
export async function setup(options) {
  for (const [name, work] of setupSteps(options)) await step(name, work);
}
