import { closeSync, fstatSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { converse, type Stage, type Told } from './fault-conversation.js';
import { FaultProxy } from './fault-proxy.js';
import { FaultResponder } from './fault-responder.js';
import { collectGarbage } from './garbage.js';
import { ownDescriptors } from './integration-census.js';

/** Milliseconds until what was closed must be gone. */
const PATIENCE = 5000;

/** Some places at which conversations are held at the same time. */
export class FaultStages {
  readonly #folder = mkdtempSync(join(tmpdir(), 'libvirt-rpc-stages-'));
  readonly #stages: Stage[] = [];
  readonly #fds: number[] = [];

  static async open(count: number): Promise<FaultStages> {
    const stages = new FaultStages();
    await stages.#open(count);
    return stages;
  }

  async #open(count: number): Promise<void> {
    const files = Array.from({ length: 8 }, (_, i) => {
      const fd = openSync(join(this.#folder, `file-${i}`), 'w+');
      this.#fds.push(fd);
      return { fd, inode: fstatSync(fd, { bigint: true }).ino };
    });
    for (let i = 0; i < count; i++) {
      const responder = await FaultResponder.start();
      const proxy = await FaultProxy.start(join(this.#folder, `${i}.sock`), () => responder.socket);
      this.#stages.push({ responder, proxy, files });
    }
  }

  /** Holds the conversations of these seeds; returns what each has come to. */
  async hold(seeds: readonly number[]): Promise<ReadonlyMap<number, Told>> {
    const told = new Map<number, Told>();
    const rest = [...seeds];
    const work = async (stage: Stage): Promise<void> => {
      for (let seed = rest.shift(); seed !== undefined; seed = rest.shift())
        told.set(seed, await converse(seed, stage));
    };
    await Promise.all(this.#stages.map(work));
    return told;
  }

  async close(): Promise<void> {
    for (const { proxy, responder } of this.#stages) {
      await proxy.close();
      await responder.close();
    }
    for (const fd of this.#fds) closeSync(fd);
    rmSync(this.#folder, { recursive: true });
  }
}

/** What there is in this process that conversations must not leave behind. */
export type Belongings = ReadonlyMap<string, number>;

/** The open descriptors, and what keeps the process alive. */
export function belongings(): Belongings {
  const found = new Map<string, number>();
  for (const [fd, what] of ownDescriptors()) found.set(`descriptor ${fd}: ${what}`, 1);
  for (const type of process.getActiveResourcesInfo()) found.set(type, (found.get(type) ?? 0) + 1);
  return found;
}

/** What there is more of than there was. The runner has a timer of its own, now and then. */
export function added(before: Belongings): string[] {
  return [...belongings()]
    .filter(([what, count]) => count > (before.get(what) ?? 0) + (what === 'Timeout' ? 1 : 0))
    .map(([what, count]) => `${what}: ${count}, not ${before.get(what) ?? 0}`);
}

/** The connections of these that something holds still. */
export async function heldConnections(told: Iterable<Told>): Promise<number> {
  const until = performance.now() + PATIENCE;
  const refs = [...told].flatMap(({ connection }) => connection ?? []);
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    collectGarbage();
    const held = refs.filter((ref) => ref.deref() !== undefined).length;
    if (held === 0 || performance.now() > until) return held;
  }
}
