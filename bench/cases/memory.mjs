// @ts-check
import { readFileSync } from 'node:fs';
import { Client } from '../lib/client.mjs';
import { median } from '../lib/rounds.mjs';
import { number } from '../lib/table.mjs';

const CONNECTIONS = [1, 100];

/** @param {number} pid @returns {number} MiB of memory that the process has */
function resident(pid) {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kibibytes) / 1024;
}

/** What one connection takes, and a hundred. @type {import('../run.mjs').Bench} */
export async function* memory({ others, library, rounds, responder }) {
  const { name, uri } = await responder();
  const rows = [];
  for (const peer of [...others, ...library]) {
    /** @type {number[][]} */
    const runs = [];
    for (let round = 0; round < Math.min(rounds, 5); round++) {
      const client = new Client(peer.command(uri, null));
      const sizes = [];
      try {
        for (const count of CONNECTIONS) {
          await client.command(`connections ${count}`);
          sizes.push(resident(client.pid));
        }
      } finally {
        await client.close();
      }
      runs.push(sizes);
    }
    const [one = 0, hundred = 0] = CONNECTIONS.map((_, i) => median(runs.map((sizes) => sizes[i] ?? 0)));
    rows.push([peer.name, number(one, 1), number(hundred, 1), number(hundred - one, 1)]);
  }
  yield {
    title: `Memory of connections, ${name}`,
    columns: ['', '1, MiB', '100, MiB', 'more'],
    rows,
    notes: ['goal: 100 connections within 8 MiB'],
  };
}
