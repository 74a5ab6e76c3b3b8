import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { describe, expect, inject, it } from 'vitest';

const CONSUMER = inject('consumer');

/**
 * How many bytes an application loads when it starts, made of one program by a bundler, without what stays a package of
 * its own. What it may load later, and never does, is in files beside it.
 */
async function sizeOf(name: string, program: string): Promise<number> {
  const input = join(CONSUMER, `${name}.mjs`);
  writeFileSync(input, program);
  const external = ['koffi', 'usocket', 'debug', '@mongodb-js/saslprep'];
  const build = await rolldown({ cwd: CONSUMER, input, platform: 'node', external, logLevel: 'silent' });
  const { output } = await build.generate({ format: 'esm', minify: true });
  await build.close();
  const chunks = new Map(output.flatMap((part) => (part.type === 'chunk' ? [[part.fileName, part]] : [])));
  const loaded = new Set(output.flatMap((part) => (part.type === 'chunk' && part.isEntry ? part.fileName : [])));
  for (const file of loaded) for (const imported of chunks.get(file)?.imports ?? []) loaded.add(imported);
  return [...loaded].reduce((sum, file) => sum + Buffer.byteLength(chunks.get(file)?.code ?? ''), 0);
}

describe('an application that is bundled', () => {
  it('has of the constants those that it names', async () => {
    const program = "import { DomainState } from 'libvirt-rpc';\nconsole.log(DomainState.RUNNING);\n";
    // The bundler keeps what files use that it leaves aside: all the constants are 45,000.
    expect(await sizeOf('constant', program)).toBeLessThan(4000);
  });

  it('has of the protocol the program that it calls', async () => {
    const program = "import { lxc } from 'libvirt-rpc/protocol';\nconsole.log(lxc.procedures.DOMAIN_OPEN_NAMESPACE);\n";
    expect(await sizeOf('protocol', program)).toBeLessThan(130_000);
  });

  it('with one call is small, for all that a connection can do', async () => {
    const program = `import { connect } from 'libvirt-rpc';
      const connection = await connect('lxc:///system');
      console.log(await connection.getHostname());
      await connection.close();`;
    expect(await sizeOf('call', program)).toBeLessThan(350_000);
  });
});
