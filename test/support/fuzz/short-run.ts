import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readConversations } from './conversation.js';
import { Finding, fuzz } from './run.js';
import { type Corpus, inputOf, readInputs, type Target } from './target.js';

const FIXTURES = fileURLToPath(new URL('../../../fixtures/fuzz', import.meta.url));
const FOUND = join(FIXTURES, 'found');

/** The same inputs in every run. */
const SEED = 1;
/** And others in each, which its number tells. */
const NEW = Date.now() % 2 ** 31;

/** Each of the saved inputs that this target did not stand once. */
function foundFor({ name }: Target): readonly string[] {
  return existsSync(FOUND) ? readdirSync(FOUND).filter((file) => file.startsWith(`${name}-`)) : [];
}

/** @throws Finding */
async function standing<Input>(name: string, target: Target<Input>, input: Input): Promise<void> {
  try {
    await target.check(input);
  } catch (error) {
    throw new Finding(name, input, error);
  }
}

/** Tests that a target stands so many inputs of an old seed and of a new one, and all that it ever did not stand. */
export function describeFuzz<Input>(target: Target<Input>, inputs: number): void {
  const corpus: Corpus = { conversations: readConversations(join(FIXTURES, 'conversations')) };
  describe(`whatever comes: ${target.name}`, () => {
    it.each([SEED, NEW])(
      `node bench/fuzz.mjs --target ${target.name} --inputs ${inputs} --seed %d`,
      async (seed) => {
        console.log(`fuzzing ${target.name}, seed ${seed}`);
        await fuzz(target as Target, corpus, inputs, seed);
      },
      60_000,
    );

    it('what has led where nothing else had', async () => {
      const inputs = readInputs(join(FIXTURES, 'corpus', `${target.name}.txt`)) as Input[];
      expect(inputs.length).toBeGreaterThan(0);
      for (const input of inputs) await standing('corpus', target, input);
    });

    it('what it did not stand before', async () => {
      for (const file of foundFor(target as Target)) {
        const { input } = inputOf(readFileSync(join(FOUND, file), 'utf8')) as { input: Input };
        await standing(file, target, input);
      }
    });
  });
}
