import { describe, expect, it } from 'vitest';
import { UnsupportedError } from '../../src/errors.js';
import { checkIsNode } from '../../src/transport/only-node.js';

describe('what carries descriptors', () => {
  it.each([
    [{ node: '24.3.0', bun: '1.4.5' }, 'and this is Bun 1.4.5'],
    [{ node: '24.2.0', deno: '2.9.6' }, 'and this is Deno 2.9.6'],
  ])('is not for a runtime that only has the modules of Node: %o', (versions, message) => {
    expect(() => checkIsNode('koffi', versions)).toThrow(UnsupportedError);
    expect(() => checkIsNode('koffi', versions)).toThrow(message);
  });

  it('is for Node', () => {
    expect(() => checkIsNode('koffi')).not.toThrow();
  });
});
