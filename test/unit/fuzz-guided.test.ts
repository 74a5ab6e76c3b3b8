import { describe, expect, it } from 'vitest';
import { COUNTERS, instrument } from '../../bench/lib/instrument.mjs';
import { fuzzGuided } from '../support/fuzz/guided.js';
import { Finding } from '../support/fuzz/run.js';
import { smallest } from '../support/fuzz/smallest.js';
import type { Target } from '../support/fuzz/target.js';

/** A word that is found letter by letter, if at all: an input is one letter, or a known one with one more. */
const WORD = 'fuzzing';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

function wordTarget(counters: Uint16Array): Target<string> {
  return {
    name: 'word',
    share: 1,
    generate: (random) => random.pick([...LETTERS]),
    vary: (input, random) => input + random.pick([...LETTERS]),
    check(input) {
      let same = 0;
      while (same < WORD.length && input[same] === WORD[same]) same++;
      counters[same] = 1;
      if (same === WORD.length) throw new Error('found');
    },
  };
}

const CORPUS = { conversations: [] };

/** What a module exports, and how often each of its functions and branches has run by then. */
async function evaluated(code: string): Promise<{ readonly result: unknown; readonly counts: readonly number[] }> {
  const url = `data:text/javascript,${encodeURIComponent(instrument(code))}`;
  const { result, [COUNTERS]: counters } = (await import(/* @vite-ignore */ url)) as Record<string, unknown>;
  return { result, counts: [...(counters as Uint16Array)] };
}

describe('fuzzing that coverage guides', () => {
  const counters = new Uint16Array(WORD.length + 1);
  const options = { counters, seed: 1, known: [], more: ({ inputs }: { inputs: number }) => inputs < 50_000 };

  it('finds what none finds who does not go on from what is new', async () => {
    const found = fuzzGuided(wordTarget(counters) as Target, CORPUS, options);
    await expect(found).rejects.toThrow(Finding);
    await expect(found).rejects.toMatchObject({ target: 'word', input: expect.stringMatching(/^fuzzing/u) });
    const blind = wordTarget(new Uint16Array(WORD.length + 1)) as Target;
    expect((await fuzzGuided(blind, CORPUS, options)).kept).toEqual([]);
  });

  it('keeps the inputs that brought something, and begins with those that are known', async () => {
    const target = wordTarget(counters) as Target;
    const known = ['xyz', 'abc', 'fu', 'fo', 'fuz'];
    const { kept, edges, inputs } = await fuzzGuided(target, CORPUS, { ...options, known, more: () => false });
    expect({ kept, edges, inputs }).toEqual({ kept: ['xyz', 'fu', 'fo', 'fuz'], edges: 4, inputs: 5 });
  });
});

it('the smallest inputs are kept that lead wherever these do', async () => {
  const counters = new Uint16Array(26);
  // It goes where the letters of a word lead.
  const letters: Target<string> = {
    ...wordTarget(counters),
    check(input) {
      for (const letter of input) counters[LETTERS.indexOf(letter)] = 1;
    },
  };
  const given = ['abcdefg', 'abc', 'abcd', 'bcx', 'a', 'zzzz', 'efg'];
  expect(await smallest(letters as Target, given, counters)).toEqual(['bcx', 'efg', 'abcd', 'zzzz']);
});

describe('a module that counts what runs', () => {
  it.each([
    ['if (1) 2; else 3; if (0) { 4 }', [1, 0, 0]],
    ['if (0) 1; else if (1) if (0) 2; else 3;', [0, 1, 1, 0, 1]],
    ['for (let i = 0; i < 3; i++) i; for (const x of []) { x } do ; while (0)', [3, 0, 1]],
    ['const a = 1 ? 0 : 1; const b = a || 2, c = b && a, d = a ?? 1;', [1, 0, 1, 1, 0]],
    ['switch (2) { case 1: break; case 2: case 3: let x; break; default: x = 1 }', [0, 1, 0]],
    ['function f() {} const g = () => ({ a: 1 }), h = async () => f; f(); f(); g();', [2, 1, 0]],
    ['class A { #x = 1; constructor() { this.y = this.#x } get z() { return 1 } } new A().y;', [1, 0]],
    ['class A {} class B extends A { constructor() { super() } } new B();', [1]],
    ['try { throw 1 } catch { } const f = function* () { yield 1 ? 2 : 3 }; [...f()];', [1, 1, 1, 0]],
    ['const f = (x) => x ? (y) => y : null; f(1)(1);', [1, 1, 0, 1]],
    ['outer: for (;;) for (;;) break outer;', [1, 1]],
  ])('%s', async (code, counts) => {
    expect((await evaluated(code)).counts).toEqual(counts);
  });

  it('comes to what it came to before', async () => {
    const code = `const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));
      const made = (x) => ({ é: x ?? '\u{1f600}', ...(x && { x }) });
      export const result = [fib(10), made(0), made(null), made(2)];`;
    expect((await evaluated(code)).result).toEqual([55, { é: 0 }, { é: '\u{1f600}' }, { é: 2, x: 2 }]);
  });
});
