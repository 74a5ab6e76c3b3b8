// @ts-check
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PEERS = fileURLToPath(new URL('../peers', import.meta.url));
const BUILT = join(ROOT, '.cache/bench');

/**
 * @typedef {object} Peer
 * @property {string} name
 * @property {boolean} carriesDescriptors
 * @property {(uri: string, maxInFlight: number | null) => readonly string[]} command what runs it; a window of calls is
 *   for this library alone
 */

/** What measurements are compared with. */
export const REFERENCE = 'C';

/**
 * @param {string} name
 * @param {readonly string[]} libraries
 * @returns {{ path: string, problem: string | null }}
 */
function compile(name, libraries) {
  mkdirSync(BUILT, { recursive: true });
  const path = join(BUILT, name);
  const flags = ['-O2', '-o', path, join(PEERS, `${name}.c`), '-pthread', ...libraries];
  const { status, stderr, error } = spawnSync('cc', flags, { encoding: 'utf8' });
  return { path, problem: status === 0 ? null : (error?.message ?? stderr.trim().split('\n')[0] ?? 'cc failed') };
}

/** The instant responder's program. @throws where it cannot be compiled */
export function responderProgram() {
  const { path, problem } = compile('responder', []);
  if (problem !== null) throw new Error(`the responder cannot be compiled: ${problem}`);
  return path;
}

/**
 * This library over a transport.
 *
 * @param {string} name
 * @param {string} dist where it is built
 * @param {string} transport
 * @returns {Peer}
 */
export function library(name, dist, transport) {
  const client = join(PEERS, 'client.mjs');
  return {
    name,
    carriesDescriptors: transport !== 'none',
    command: (uri, maxInFlight) => [
      process.execPath,
      '--expose-gc',
      client,
      dist,
      uri,
      transport,
      ...(maxInFlight === null ? [] : [`${maxInFlight}`]),
    ],
  };
}

/**
 * The other clients that this machine has.
 *
 * @param {(text: string) => void} tell is given why one is not measured
 * @returns {Peer[]}
 */
export function otherClients(tell) {
  /** @type {Peer[]} */
  const peers = [];
  const c = compile('client', ['-lvirt']);
  if (c.problem === null) peers.push({ name: REFERENCE, carriesDescriptors: true, command: (uri) => [c.path, uri] });
  else tell(`no C client: ${c.problem} (libvirt-dev and a compiler are needed)`);
  const python = '/usr/bin/python3';
  const { status } = spawnSync(python, ['-c', 'import libvirt'], { stdio: 'ignore' });
  const script = join(PEERS, 'client.py');
  if (status === 0) {
    peers.push({ name: 'Python', carriesDescriptors: true, command: (uri) => [python, script, uri] });
  } else tell('no Python client: /usr/bin/python3 has no module libvirt (python3-libvirt)');
  return peers;
}
