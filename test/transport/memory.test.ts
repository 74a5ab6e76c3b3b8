import { closeSync, fstatSync, openSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { memoryPair } from '../../src/transport/memory/memory-pair.js';
import type { Transport } from '../../src/transport/transport.js';

/** What an end was told, in order. */
class Told {
  readonly log: unknown[] = [];
  readonly fds: number[] = [];

  constructor(transport: Transport) {
    transport.start({
      data: (bytes) => this.log.push(String(bytes)),
      descriptors: (fds, byte) => {
        this.fds.push(...fds);
        this.log.push({ descriptors: fds.length, byte });
      },
      drain: () => this.log.push('drain'),
      close: (error) => this.log.push({ close: error }),
    });
    onTestFinished(() => transport.close());
  }
}

const turns = async (count = 4): Promise<void> => {
  for (let i = 0; i < count; i++) await turn();
};

const bytes = (text: string): Buffer => Buffer.from(text);

it('carries bytes and descriptors in their order, in a later turn', async () => {
  const [one, other] = await memoryPair(true);
  const told = new Told(other);
  new Told(one);
  const file = openSync('/dev/zero', 'r');
  const written = bytes('first');
  expect(one.write(written, [one.duplicate(file), one.duplicate(file)])).toBe(true);
  written.fill('x');
  one.write(bytes('second'));
  expect(told.log).toEqual([]);
  await turns();
  expect(told.log).toEqual(['first', { descriptors: 1, byte: 0 }, { descriptors: 1, byte: 0 }, 'second']);
  const { rdev } = fstatSync(file);
  closeSync(file);
  expect(told.fds.map((fd) => fstatSync(fd).rdev)).toEqual([rdev, rdev]);
  other.release(told.fds);
  expect(() => fstatSync(told.fds[0] as number)).toThrow('EBADF');
});

it('waits for who does not read, and says when it may go on', async () => {
  const [one, other] = await memoryPair(true);
  const writer = new Told(one);
  const reader = new Told(other);
  other.pause();
  expect(one.write(bytes('x'.repeat(200_000)))).toBe(true);
  expect(one.write(bytes('y'.repeat(200_000)))).toBe(false);
  await turns();
  expect(reader.log).toEqual([]);
  expect(writer.log).toEqual([]);
  other.resume();
  await turns();
  expect(reader.log).toHaveLength(2);
  expect(writer.log).toEqual(['drain']);
});

it('stops in the middle of what has come, where a reader pauses there', async () => {
  const [one, other] = await memoryPair(false);
  const log: string[] = [];
  other.start({
    data: (text) => {
      log.push(String(text));
      other.pause();
    },
    descriptors: () => {},
    drain: () => {},
    close: () => log.push('close'),
  });
  one.write(bytes('a'));
  one.write(bytes('b'));
  one.close();
  await turns();
  expect(log).toEqual(['a']);
  other.resume();
  await turns();
  expect(log).toEqual(['a', 'b']);
  other.resume();
  await turns();
  expect(log).toEqual(['a', 'b', 'close']);
});

it('ends for both: what was written comes first, and what comes too late is given back', async () => {
  const [one, other] = await memoryPair(true);
  const near = new Told(one);
  const far = new Told(other);
  const file = openSync('/dev/null', 'r');
  onTestFinished(() => closeSync(file));
  const lost = other.duplicate(file);
  other.write(bytes('never read'), [lost]);
  one.write(bytes('last'));
  one.close();
  one.close();
  await turns();
  expect(near.log).toEqual([{ close: null }]);
  expect(far.log).toEqual(['last', { close: null }]);
  expect(() => fstatSync(lost)).toThrow('EBADF');
  const late = one.duplicate(file);
  expect(one.write(bytes('late'), [late])).toBe(true);
  expect(() => fstatSync(late)).toThrow('EBADF');
});

it('carries no descriptors where it is not to, and says why', async () => {
  const [one] = await memoryPair(false);
  onTestFinished(() => one.close());
  expect(one.supportsFds).toBe(false);
  expect(() => one.duplicate(0)).toThrow('descriptors cannot be sent: this connection was made to carry none');
});

it('keeps the process alive only while it is open and not unreferenced', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  const [one, other] = await memoryPair(false);
  expect(timers()).toBe(before + 2);
  other.ref(false);
  expect(timers()).toBe(before + 1);
  other.ref(true);
  expect(timers()).toBe(before + 2);
  one.start({ data: () => {}, descriptors: () => {}, drain: () => {}, close: () => {} });
  other.start({ data: () => {}, descriptors: () => {}, drain: () => {}, close: () => {} });
  one.close();
  await turns();
  expect(timers()).toBe(before);
});

it('goes on where a test has replaced the timers', async () => {
  const [one, other] = await memoryPair(false);
  const told = new Told(other);
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  one.write(bytes('a'));
  await turns();
  expect(told.log).toEqual(['a']);
  one.close();
});
