import { expect, it } from 'vitest';
import { uuidArgument } from '../../src/api/arguments.js';

it('tells who has a UUID as text by which method it is taken', () => {
  const text = '6695eb01-f6a4-8304-79aa-97f2502e193f';
  expect(() => uuidArgument('uuid', text as unknown as Uint8Array)).toThrow(
    'uuid must be a Uint8Array (the method with UUIDString in its name takes text); got a string of 36 characters',
  );
});

it('tells how long the bytes of a UUID are', () => {
  expect(() => uuidArgument('uuid', new Uint8Array(15))).toThrow('uuid must be 16 bytes long; got 15');
  expect(uuidArgument('uuid', new Uint8Array(16))).toHaveLength(16);
});
