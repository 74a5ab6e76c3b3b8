import { PROGRAM } from '../../protocol/generated/remote/index.js';
import { reads } from '../../protocol/generated/remote/reads.js';
import type { ReplyForm } from '../call.js';

/** Whether a procedure does nothing but tell, however often it is called. */
export function onlyReads({ program, name }: Pick<ReplyForm, 'program' | 'name'>): boolean {
  return program === PROGRAM && reads.has(name);
}
