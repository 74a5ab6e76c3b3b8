import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bench, openDescriptors } from '../support/transport-bench.js';
import { Compiled } from '../support/transport-compiled.js';
import { Program, type ProgramOptions } from '../support/transport-program.js';

/** Root may have more descriptors on their way than others, unless it gives these up. */
const UNPRIVILEGED =
  process.getuid?.() === 0
    ? [
        'setpriv',
        // The kernel counts what is on its way by user: nobody else's may count here.
        `--reuid=${60_000 + (process.pid % 5000)}`,
        '--bounding-set=-sys_resource,-sys_admin',
        // Sockets and files are where only root may go; access(2), too, is to know that this process may.
        '--securebits=+no_setuid_fixup',
        '--inh-caps=+dac_override',
        '--ambient-caps=+dac_override',
      ]
    : [];

const limited = (descriptors: number): string[] => ['sh', '-c', `ulimit -n ${descriptors}; exec "$@"`, 'sh'];

describe.each(['koffi', 'usocket', 'none'] as const)('a process with %s', (fdTransport) => {
  let bench: Bench;
  let compiled: Compiled;

  beforeAll(async () => {
    bench = await Bench.open(fdTransport);
    compiled = new Compiled(['koffi', 'usocket']);
  });

  afterAll(async () => {
    await bench.close();
    compiled.remove();
  });

  async function run(name: string, args: readonly string[] = [], options?: ProgramOptions) {
    const path = bench.path();
    const listener = await bench.peer.listen(path);
    const program = new Program(compiled, name, [path, fdTransport, ...args], options);
    return { program, other: await bench.peer.accept(listener) };
  }

  it('does not give its connection to its children', async () => {
    const before = openDescriptors();
    const { transport, events } = await bench.connect();
    const own = openDescriptors().filter((descriptor) => !before.includes(descriptor));
    const sockets = own
      .map((descriptor) => descriptor.split(' ')[1] ?? '')
      .filter((file) => file.startsWith('socket:'));
    expect(sockets.length).toBeGreaterThan(0);
    const inherited = execFileSync('ls', ['-l', '/proc/self/fd'], { encoding: 'utf8' });
    for (const socket of sockets) expect(inherited).not.toContain(socket);
    transport.close();
    await events.closed();
  });

  it('ends when its connection shall not keep it alive', async () => {
    const { program, other } = await run('idle', ['unref']);
    expect(await program.ended()).toBe(0);
    expect(await bench.peer.receive(other, 1)).toMatchObject({ total: 0 });
  });

  it('lives as long as its connection', async () => {
    const { program, other } = await run('idle', ['ref']);
    await program.line();
    await delay(200);
    expect(program.running).toBe(true);
    await bench.peer.close(other);
    expect(await program.ended()).toBe(0);
  });

  if (fdTransport !== 'none') {
    it('sends more descriptors than the kernel lets be on their way, each once and in its order', async () => {
      const COUNT = 500;
      const { paths, identities } = bench.files(1);
      const prefix = [...UNPRIVILEGED, ...limited(64)];
      const { program, other } = await run('flood', [paths[0] ?? '', String(COUNT)], { prefix });
      const waits = await program.json();
      // A duplicate by usocket is on its way itself, and waits every time. The socket would be full after 100 and more.
      if (fdTransport === 'koffi') expect(waits).toSatisfy((first: number) => first > 40 && first < 80);
      await delay(50);
      for (let i = 0; i < COUNT; i++) {
        const { messages } = await bench.peer.receive(other, 5, { room: 1 });
        const [message] = messages;
        expect(messages).toEqual([{ at: message?.at, bytes: expect.any(String), files: identities, cut: false }]);
        const number = Buffer.alloc(5);
        number.writeUInt32BE(i);
        expect(number.toString('hex').endsWith(message?.bytes ?? '?')).toBe(true);
      }
      expect(await program.ended()).toBe(0);
    });
  }

  if (fdTransport === 'koffi') {
    it('says so when a descriptor comes that it has no number for', async () => {
      const { paths } = bench.files(1);
      const { program, other } = await run('exhausted', [], { prefix: limited(60) });
      expect(await program.line()).toBe('exhausted');
      await bench.peer.send(other, 100);
      await bench.peer.sendFiles(other, Buffer.alloc(1), paths);
      const message = expect.stringContaining('ulimit -n');
      expect(await program.json()).toEqual({ total: 100, arrivals: [], code: 'EMFILE', message });
      await program.ended();
    });
  }
});

describe('a worker thread with koffi', () => {
  let bench: Bench;
  let compiled: Compiled;
  beforeAll(async () => {
    bench = await Bench.open('koffi');
    compiled = new Compiled(['koffi']);
  });
  afterAll(async () => {
    await bench.close();
    compiled.remove();
  });

  it.each(['terminate', 'end'])('closes its connection when it does %s', async (how) => {
    const sockets = (): string[] => openDescriptors().filter((descriptor) => descriptor.includes(' socket:'));
    const before = sockets();
    const path = bench.path();
    const listener = await bench.peer.listen(path);
    const keep = how === 'end' ? 'unref' : 'ref';
    const program = join(compiled.directory, 'test/transport/programs/idle.js');
    const worker = new Worker(program, { argv: [path, 'koffi', keep], stdout: true });
    const gone = once(worker, 'exit');
    const other = await bench.peer.accept(listener);
    if (how === 'terminate') {
      await once(worker.stdout, 'data');
      // It is busy with what comes when its end comes.
      bench.peer.send(other, 50_000_000).catch(() => {});
      await delay(20);
      await worker.terminate();
    }
    await gone;
    expect(sockets()).toEqual(before);
    await bench.peer.close(other);
  });
});
