import { expect, it } from 'vitest';
import { StateWatchers } from '../../src/api/connection/states.js';

it('states whose signal has fired before are aborted at once', async () => {
  const states = new StateWatchers().watch({ state: 'open' }, { signal: AbortSignal.abort('why') });
  await expect(states.next()).rejects.toMatchObject({ name: 'AbortError', cause: 'why' });
  expect(await states.next()).toEqual({ value: undefined, done: true });
});
