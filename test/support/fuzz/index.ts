import { codecTarget } from './codec-target.js';
import { decoderTarget } from './decoder-target.js';
import { saslTarget } from './sasl-target.js';
import { sessionTarget } from './session-target.js';
import type { Target } from './target.js';
import { textTarget } from './text-target.js';

export { readConversations } from './conversation.js';
export { fuzzGuided } from './guided.js';
export { record } from './record.js';
export { Finding, fuzz } from './run.js';
export { smallest } from './smallest.js';
export { inputOf, inputText, readInputs } from './target.js';

export const TARGETS: readonly Target[] = [
  decoderTarget,
  codecTarget,
  sessionTarget,
  textTarget,
  saslTarget,
] as readonly Target[];
