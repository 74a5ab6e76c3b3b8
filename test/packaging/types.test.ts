import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { beforeAll, describe, expect, inject, it } from 'vitest';

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));
const CONSUMER = inject('consumer');
/** A part of that project, with Node's types beside it. */
const TYPED = join(CONSUMER, 'typed');

const PROGRAM = `
import { createServer, type Server } from 'node:net';
import { connect, type Connection, type Domain, RemoteError, DomainState } from 'libvirt-rpc';
import { remote } from 'libvirt-rpc/protocol';
import { TestDaemon } from 'libvirt-rpc/testing';

export async function main(server: Server = createServer()): Promise<DomainState> {
  await using connection: Connection = await connect('lxc:///system', { timeout: 1000 });
  try {
    const domain: Domain = await connection.domainCreateXMLWithFiles('<domain/>', [server, 1]);
    return (await domain.getState()).state;
  } catch (error) {
    if (error instanceof RemoteError && error.errno === 42) return DomainState.NOSTATE;
    throw error;
  }
}
export const daemon: Promise<TestDaemon> = TestDaemon.start({ uri: 'lxc:///system' });
export const number: number = remote.procedures.DOMAIN_CREATE_XML_WITH_FILES.number;
// @ts-expect-error the types are there, so that a wrong one is seen
export const wrong: string = number;
`;

beforeAll(() => {
  mkdirSync(join(TYPED, 'node_modules/@types'), { recursive: true });
  symlinkSync(join(MODULES, '@types/node'), join(TYPED, 'node_modules/@types/node'));
  writeFileSync(join(TYPED, 'main.mts'), PROGRAM);
});

describe('the types', () => {
  it.each([
    ['node16', 'node16'],
    ['esnext', 'bundler'],
  ])('resolve, and are right, with modules as %s and their resolution as %s', (module, moduleResolution) => {
    const options = { module, moduleResolution, target: 'es2022', lib: ['es2023', 'esnext.disposable'] };
    const strict = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, types: ['node'] };
    const project = join(TYPED, `tsconfig.${module}.json`);
    writeFileSync(
      project,
      JSON.stringify({ compilerOptions: { ...options, ...strict, noEmit: true }, files: ['main.mts'] }),
    );
    const { stdout, status } = spawnSync(process.execPath, [join(MODULES, 'typescript/bin/tsc'), '-p', project], {
      encoding: 'utf8',
    });
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
  });

  it('are not wrong, as attw sees it', () => {
    const args = [inject('tarball'), '--profile=esm-only', '--no-definitely-typed', '--format=ascii', '--no-color'];
    const attw = join(MODULES, '@arethetypeswrong/cli/dist/index.js');
    const { stdout, status } = spawnSync(process.execPath, [attw, ...args], { encoding: 'utf8' });
    expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining('libvirt-rpc/testing') });
  });
});

describe('the manifest', () => {
  it('is as publint wants it', async () => {
    const bytes = readFileSync(inject('tarball'));
    const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const { messages } = await publint({ pack: { tarball }, strict: true });
    const manifest = JSON.parse(readFileSync(join(CONSUMER, 'node_modules/libvirt-rpc/package.json'), 'utf8'));
    expect(messages.map((message) => formatMessage(message, manifest))).toEqual([]);
  });
});
