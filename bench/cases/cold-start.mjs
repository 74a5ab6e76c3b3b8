// @ts-check
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CLIENT_CORE, pinned } from '../lib/pin.mjs';
import { median } from '../lib/rounds.mjs';
import { number } from '../lib/table.mjs';

/**
 * A program that makes one call.
 *
 * @param {string} index
 * @param {string} uri
 * @param {string} fdTransport
 */
function firstResult(index, uri, fdTransport) {
  return `import { connect } from ${index};
    const connection = await connect(${JSON.stringify(uri)}, { fdTransport: '${fdTransport}' });
    await connection.getLibVersion();
    await connection.close();`;
}

/** How long a program takes from its start to its end. @type {import('../run.mjs').Bench} */
export async function* coldStart({ others, dist, rounds, responder }) {
  const { name, uri } = await responder();
  const node = process.execPath;
  /** @param {string} code */
  const script = (code) => [node, '--input-type=module', '-e', code];
  const index = JSON.stringify(pathToFileURL(join(dist, 'index.js')).href);
  /** @type {{ name: string, command: readonly string[], input: string }[]} */
  const programs = [
    { name: 'node -e 0', command: [node, '-e', '0'], input: '' },
    { name: 'node, an empty module', command: script(''), input: '' },
    { name: 'koffi, imported', command: script(`await import(import.meta.resolve('koffi', ${index}))`), input: '' },
    { name: 'libvirt-rpc, imported', command: script(`import ${index}`), input: '' },
    ...['koffi', 'none'].map((fdTransport) => ({
      name: `libvirt-rpc, first result by ${fdTransport === 'none' ? 'net' : fdTransport}`,
      command: script(firstResult(index, uri, fdTransport)),
      input: '',
    })),
    ...others.map((peer) => ({
      name: `${peer.name}, first result`,
      command: peer.command(uri, null),
      input: 'sequential 1\n',
    })),
  ];
  /** @type {number[][]} */
  const times = programs.map(() => []);
  for (let round = 0; round <= rounds * 3; round++) {
    for (const [i, { command, input }] of programs.entries()) {
      const [program = '', ...args] = pinned(CLIENT_CORE, command);
      const start = performance.now();
      const { status, stderr } = spawnSync(program, args, { input, encoding: 'utf8' });
      if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
      if (round > 0) times[i]?.push(performance.now() - start);
    }
  }
  const [bare = []] = times;
  yield {
    title: `Cold start, ${name}`,
    columns: ['', 'ms', 'over bare Node'],
    rows: programs.map(({ name }, i) => [
      name,
      number(median(times[i] ?? []), 1),
      number(median((times[i] ?? []).map((time, round) => time - (bare[round] ?? 0))), 1),
    ]),
    notes: ['goal: the first result at most 35 ms over bare Node'],
  };
}
