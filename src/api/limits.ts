/**
 * What a memory parameter is that has no limit, in KiB: `getMemoryParameters` returns it, and `setMemoryParameters` takes
 * it.
 *
 * C: `VIR_DOMAIN_MEMORY_PARAM_UNLIMITED`, since libvirt 0.8.8
 */
export const DOMAIN_MEMORY_PARAM_UNLIMITED = 9_007_199_254_740_991n;

/**
 * How many keys `sendKey` presses at most.
 *
 * C: `VIR_DOMAIN_SEND_KEY_MAX_KEYS`, since libvirt 0.9.3
 */
export const DOMAIN_SEND_KEY_MAX_KEYS = 16;
