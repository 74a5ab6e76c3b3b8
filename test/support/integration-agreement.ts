import { afterAll, beforeAll, expect } from 'vitest';
import { type Connection, connect } from '../../src/index.js';
import { comparable, Python } from './integration-python.js';

/** The same daemon, by this library and by libvirt-python, for the tests of a file. */
export function useBoth(uri: () => string): {
  readonly connection: () => Connection;
  readonly agree: (mine: () => Promise<unknown>, theirs: string) => Promise<void>;
} {
  let connection: Connection;
  let python: Python;
  beforeAll(async () => {
    connection = await connect(uri());
    python = new Python(uri());
  });
  afterAll(async () => {
    await connection?.close();
    await python?.close();
  });
  return {
    connection: () => connection,
    /** Expects of a method of this library's what libvirt-python's expression returns, before and after. */
    agree: async (mine, theirs) => {
      const before = await python.eval(theirs);
      const value = comparable(await mine());
      const after = await python.eval(theirs);
      // What changes meanwhile, once, may be either.
      expect([before, after]).toContainEqual(value);
    },
  };
}
