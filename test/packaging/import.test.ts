import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { describe, expect, inject, it } from 'vitest';

/** Runs a program as a user's own, in a process that has nothing of this one's. */
function node(program: string, type: 'module' | 'commonjs' = 'module'): SpawnSyncReturns<string> {
  const args = [`--input-type=${type}`, '--unhandled-rejections=strict', '--eval', program];
  return spawnSync(process.execPath, args, {
    cwd: inject('consumer'),
    env: {},
    encoding: 'utf8',
    timeout: 30_000,
  });
}

/** What a program wrote; it has ended well, by itself, and has complained of nothing. */
function output(program: string, type?: 'module' | 'commonjs'): string {
  const { status, signal, stdout, stderr } = node(program, type);
  expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' });
  return stdout;
}

describe('import', () => {
  it('gives the library', () => {
    const names = output(`
      const { connect, Connection, Domain, RemoteError, DomainCreateFlags } = await import('libvirt-rpc');
      console.log(typeof connect, typeof Connection, typeof Domain, RemoteError.name, DomainCreateFlags.START_PAUSED);
    `);
    expect(names).toBe('function function function RemoteError 1\n');
  });

  it('gives the protocol', () => {
    const values = output(`
      import { remote } from 'libvirt-rpc/protocol';
      const { number, args } = remote.procedures.DOMAIN_CREATE_XML_WITH_FILES;
      const bytes = args.encode({ xml_desc: '<domain/>', flags: 0 });
      console.log(number, bytes.length, JSON.stringify(args.decode(bytes)));
    `);
    expect(values).toBe('309 20 {"xml_desc":"<domain/>","flags":0}\n');
  });

  it('gives a daemon for tests', () => {
    const answer = output(`
      import { TestDaemon } from 'libvirt-rpc/testing';
      const daemon = await TestDaemon.start();
      daemon.on('CONNECT_GET_HOSTNAME').reply({ hostname: 'scripted' }).once();
      const connection = await daemon.connect();
      console.log(await connection.getHostname(), await connection.getURI());
      await connection.close();
      await daemon[Symbol.asyncDispose]();
    `);
    expect(answer).toBe('scripted test:///default\n');
  });

  it('does nothing but give names: no output, no handle, no listener, no global', () => {
    const effects = output(`
      const state = () => JSON.stringify([
        process.getActiveResourcesInfo().filter((name) => name !== 'TTYWrap' && name !== 'PipeWrap'),
        process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
        Object.getOwnPropertyNames(globalThis),
        Object.keys(process.env),
        process.umask(),
      ]);
      const before = state();
      await import('libvirt-rpc');
      await import('libvirt-rpc/protocol');
      await import('libvirt-rpc/testing');
      await new Promise(setImmediate);
      console.log(state() === before);
    `);
    expect(effects).toBe('true\n');
    expect(output(`import 'libvirt-rpc'; import 'libvirt-rpc/protocol'; import 'libvirt-rpc/testing';`)).toBe('');
  });

  it('loads no native code before it is needed', () => {
    const maps = output(`
      import { readFileSync } from 'node:fs';
      import 'libvirt-rpc';
      import 'libvirt-rpc/testing';
      console.log(/[^/]+\\.node$/m.exec(readFileSync('/proc/self/maps', 'utf8'))?.[0] ?? 'none');
    `);
    expect(maps).toBe('none\n');
  });

  it('works in a worker thread', () => {
    const program = `import('libvirt-rpc').then(({ connect }) => console.log(typeof connect))`;
    expect(
      output(`
        import { Worker } from 'node:worker_threads';
        new Worker(${JSON.stringify(program)}, { eval: true });
      `),
    ).toBe('function\n');
  });

  it.each([
    'libvirt-rpc/dist/index.js',
    'libvirt-rpc/dist/rpc/session.js',
    'libvirt-rpc/src/index.ts',
    'libvirt-rpc/protocol/index.js',
    'libvirt-rpc/testing/index.js',
    'libvirt-rpc/errors',
    'libvirt-rpc/index',
  ])('refuses %s', (path) => {
    const code = output(`console.log(await import(${JSON.stringify(path)}).catch(({ code }) => code));`);
    expect(code).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED\n');
  });
});

describe('require', () => {
  it('gives the library where Node lets ES modules be required', () => {
    const { stdout, status } = node(
      `const { connect } = require('libvirt-rpc'); console.log(typeof connect, require('libvirt-rpc/protocol').remote.PROGRAM);`,
      'commonjs',
    );
    expect({ stdout, status }).toEqual({ stdout: `function ${0x20008086}\n`, status: 0 });
  });

  it('gives the manifest', () => {
    expect(output(`console.log(require('libvirt-rpc/package.json').name)`, 'commonjs')).toBe('libvirt-rpc\n');
  });
});

describe('koffi, installed without its install script', () => {
  it('carries a connection', () => {
    const answer = output(`
      import { createServer } from 'node:net';
      import { connect } from 'libvirt-rpc';
      const path = process.cwd() + '/sock';
      const server = createServer((socket) => socket.once('data', (bytes) => {
        console.log(bytes.length, bytes.readUInt32BE(12));
        socket.end();
        server.close();
      })).listen(path, async () => {
        const uri = 'test+unix:///default?socket=' + path;
        const error = await connect(uri, { fdTransport: 'koffi' }).catch((error) => error);
        console.log(error.name, error.code);
      });
    `);
    expect(answer).toBe('28 66\nConnectionError ERR_LIBVIRT_CONNECTION_LOST\n');
  });
});
