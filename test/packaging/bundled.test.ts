import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { describe, expect, inject, it } from 'vitest';

const CONSUMER = inject('consumer');

interface Size {
  readonly whole: number;
  /** What is loaded before it runs: the rest it may load later. */
  readonly start: number;
}

/** How many bytes an application is, made of one program by a bundler, without what stays a package of its own. */
async function sizeOf(name: string, program: string): Promise<Size> {
  const input = join(CONSUMER, `${name}.mjs`);
  writeFileSync(input, program);
  const external = ['koffi', 'usocket', 'debug', '@mongodb-js/saslprep'];
  const build = await rolldown({ cwd: CONSUMER, input, platform: 'node', external, logLevel: 'silent' });
  const { output } = await build.generate({ format: 'esm', minify: true });
  await build.close();
  const chunks = new Map(output.flatMap((part) => (part.type === 'chunk' ? [[part.fileName, part] as const] : [])));
  const start = new Set([...chunks.values()].flatMap(({ isEntry, fileName }) => (isEntry ? fileName : [])));
  for (const file of start) for (const imported of chunks.get(file)?.imports ?? []) start.add(imported);
  const sum = (files: Iterable<string>): number =>
    [...files].reduce((bytes, file) => bytes + Buffer.byteLength(chunks.get(file)?.code ?? ''), 0);
  return { whole: sum(chunks.keys()), start: sum(start) };
}

describe('an application that is bundled', () => {
  it('has of the constants those that it names', async () => {
    const program = "import { DomainState } from 'libvirt-rpc';\nconsole.log(DomainState.RUNNING);\n";
    expect((await sizeOf('constant', program)).whole).toBeLessThan(1000);
  });

  it('has of the protocol the program that it calls', async () => {
    const program = "import { lxc } from 'libvirt-rpc/protocol';\nconsole.log(lxc.procedures.DOMAIN_OPEN_NAMESPACE);\n";
    expect((await sizeOf('protocol', program)).whole).toBeLessThan(130_000);
  });

  it('with one call is small, for all that a connection can do', async () => {
    const program = `import { connect } from 'libvirt-rpc';
      const connection = await connect('lxc:///system');
      console.log(await connection.getHostname());
      await connection.close();`;
    const { whole, start } = await sizeOf('call', program);
    expect(start).toBeLessThan(320_000);
    // With what it never loads here: TLS, logins, programs, coming back.
    expect(whole).toBeLessThan(390_000);
  });
});
