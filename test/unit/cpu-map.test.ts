import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuMapLength, readCpuMap, readCpuMaps, writeCpuMap } from '../../src/api/cpu-map.js';

const map = fc.array(fc.boolean(), { minLength: 1, maxLength: 300 });

/** The numbers of those that are true. */
function members(cpus: readonly boolean[]): number[] {
  return cpus.flatMap((is, cpu) => (is ? [cpu] : []));
}

describe('a map of processors', () => {
  it('is read as it was written, from booleans, from numbers and from a set', () => {
    fc.assert(
      fc.property(map, (cpus) => {
        const bytes = writeCpuMap('cpumap', cpus, cpus.length);
        expect(bytes.length).toBe(cpuMapLength(cpus.length));
        expect(readCpuMap(bytes, cpus.length)).toEqual(cpus);
        expect(writeCpuMap('cpumap', members(cpus).reverse(), cpus.length)).toEqual(bytes);
        expect(writeCpuMap('cpumap', new Set(members(cpus)), cpus.length)).toEqual(bytes);
      }),
    );
  });

  it('has the lowest processor in the lowest bit of the first byte, as C has it', () => {
    expect([...writeCpuMap('cpumap', [0, 2, 9], 12)]).toEqual([0b101, 0b10]);
  });

  it('that is shorter than the host says nothing of the other processors', () => {
    expect([...writeCpuMap('cpumap', [true], 12)]).toEqual([1, 0]);
    expect([...writeCpuMap('cpumap', [], 12)]).toEqual([0, 0]);
    expect(readCpuMap(Uint8Array.of(0xff), 9)).toEqual([...new Array(8).fill(true), false]);
  });

  it('that is longer may say no of processors that the host does not have', () => {
    expect([...writeCpuMap('cpumap', [true, false, false], 1)]).toEqual([1]);
  });

  it('follows another at a whole byte', () => {
    expect(readCpuMaps(Uint8Array.of(1, 2, 4, 0, 0, 1), 3, 9)).toEqual(
      [[0], [2], [8]].map((set) => Array.from({ length: 9 }, (_, cpu) => set.includes(cpu))),
    );
    const two = readCpuMaps(Uint8Array.of(1, 2), 2, 2);
    expect(two).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  it.each([
    [[4], "cpumap[0] must be the number of one of the host's processors, 0 to 3; got 4"],
    [[0, -1], 'cpumap[1] must be the number of one'],
    [[0.5], 'cpumap[0] must be the number of one'],
    [new Set([7]), "a member of cpumap must be the number of one of the host's processors, 0 to 3; got 7"],
    [[false, false, false, false, true], 'the index of cpumap[4] must be the number of one'],
  ])('has no other processor than the host: %j', (cpus, message) => {
    const write = () => writeCpuMap('cpumap', cpus, 4);
    expect(write).toThrow(RangeError);
    expect(write).toThrow(message);
  });

  it.each([
    ['0-3', 'cpumap must be an array of booleans, or an array or a Set of numbers; got a string of 3 characters'],
    [null, 'cpumap must be'],
    [5, 'cpumap must be'],
    [Uint8Array.of(3), 'cpumap must be'],
    [[true, 1], 'cpumap[1] must be a boolean; got 1'],
    [[1, true], 'cpumap[1] must be a number; got true'],
    [['0'], 'cpumap[0] must be a number'],
    [new Set([true]), 'a member of cpumap must be a number; got true'],
  ])('is nothing else: %j', (cpus, message) => {
    const write = () => writeCpuMap('cpumap', cpus as never, 4);
    expect(write).toThrow(TypeError);
    expect(write).toThrow(message);
  });
});
