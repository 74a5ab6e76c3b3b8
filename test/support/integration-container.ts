import { closeSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Domain, RemoteError } from '../../src/index.js';

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/container/${name}`, import.meta.url), 'utf8');

const TEMPLATE = fixture('domain.xml');
const REPORT = fixture('report.sh');

/** Milliseconds that a container may take to do what it was started for. */
const PATIENCE = 20_000;

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

let containers = 0;

/** A name that no container of this test run has. */
export function freshName(): string {
  containers++;
  return `c${process.pid}-${containers}`;
}

/** A container, without a network, whose init is a script for /bin/sh. It shares the host's files. */
export function containerXml(name: string, script = 'exec sleep 600', args: readonly string[] = []): string {
  const parts: Record<string, string> = {
    name,
    script: escapeText(script),
    arguments: args.map((arg) => `<initarg>${escapeText(arg)}</initarg>`).join(''),
  };
  return TEMPLATE.replaceAll(/\{(\w+)\}/gu, (_, part: string) => parts[part] ?? '');
}

/** The number of `reboot(2)`, by architecture. */
const REBOOT: Readonly<Record<string, number>> = { x64: 169, arm64: 142 };

/** A container that can be told to reboot and to shut down, and that tells in this file of each time that it starts. */
export function rebootingXml(name: string, file: string): string {
  return containerXml(name, fixture('reboot.sh'), [file, `${REBOOT[process.arch]}`]);
}

/** A file, as no other is. */
export interface Identity {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly rdev: bigint;
}

/** A container whose init tells which descriptors it was started with, in a file of this folder. */
export function reportingXml(name: string, folder: string): string {
  return containerXml(name, REPORT, [join(folder, name)]);
}

/** Which files the init of `reportingXml` was started with, by descriptor. */
export async function reported(name: string, folder: string): Promise<Map<number, Identity>> {
  const file = join(folder, name);
  const deadline = Date.now() + PATIENCE;
  while (!existsSync(file)) {
    if (Date.now() > deadline) throw new Error(`the init of ${name} has not reported within ${PATIENCE} ms`);
    await delay(5);
  }
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return new Map(
    lines.map((line) => {
      const [path = '', dev = '', ino = '', rdev = ''] = line.split(' ');
      return [Number(path.split('/').at(-1)), { dev: BigInt(dev), ino: BigInt(ino), rdev: BigInt(rdev) }];
    }),
  );
}

/**
 * Starts a container until the daemon has learnt which process its init is: libvirtd 9.0.0 now and then misses that, for
 * as long as the container runs, and then neither opens its namespaces nor sends it signals.
 */
export async function startKnown(start: () => Promise<Domain>): Promise<Domain> {
  for (let attempt = 1; ; attempt++) {
    const domain = await start();
    for (let i = 0; i < 20; i++) {
      try {
        for (const fd of await domain.lxcOpenNamespace()) closeSync(fd);
        return domain;
      } catch (error) {
        if (!(error instanceof RemoteError && error.message.includes('not yet available'))) throw error;
        if (i === 19 && attempt === 10) throw error;
      }
      await delay(50);
    }
    await domain.destroy();
  }
}
