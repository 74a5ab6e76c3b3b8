import { defineConfig } from 'vitest/config';

/** Tests of types: the compiler judges them, and nothing runs. */
export default defineConfig({
  test: {
    name: 'types',
    include: [],
    typecheck: {
      enabled: true,
      only: true,
      include: ['test/types/**/*.test-d.ts'],
      tsconfig: 'test/types/tsconfig.json',
    },
  },
});
