import { describe, expect, it } from 'vitest';
import { DOMAIN_MEMORY_PARAM_UNLIMITED, DOMAIN_SEND_KEY_MAX_KEYS } from '../../src/index.js';
import { REMOTE_DOMAIN_SEND_KEY_MAX } from '../../src/protocol/generated/remote/index.js';

describe('the limits that are macros in C', () => {
  it('are what C makes of them', () => {
    // INT64_MAX >> 10
    expect(DOMAIN_MEMORY_PARAM_UNLIMITED).toBe((2n ** 63n - 1n) >> 10n);
    expect(DOMAIN_SEND_KEY_MAX_KEYS).toBe(REMOTE_DOMAIN_SEND_KEY_MAX);
  });
});
