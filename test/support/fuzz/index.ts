import { codecTarget } from './codec-target.js';
import { decoderTarget } from './decoder-target.js';
import { sessionTarget } from './session-target.js';
import type { Target } from './target.js';

export { readConversations } from './conversation.js';
export { record } from './record.js';
export { Finding, fuzz } from './run.js';
export { inputOf, inputText } from './target.js';

export const TARGETS: readonly Target[] = [decoderTarget, codecTarget, sessionTarget] as readonly Target[];
