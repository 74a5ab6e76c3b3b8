import { PROGRAM as ADMIN } from '../../protocol/generated/admin/index.js';
import { reads as adminReads } from '../../protocol/generated/admin/reads.js';
import { PROGRAM as REMOTE } from '../../protocol/generated/remote/index.js';
import { reads as remoteReads } from '../../protocol/generated/remote/reads.js';
import type { ReplyForm } from '../call.js';

/** Whether a procedure does nothing but tell, however often it is called. */
export function onlyReads({ program, name }: Pick<ReplyForm, 'program' | 'name'>): boolean {
  return (program === REMOTE && remoteReads.has(name)) || (program === ADMIN && adminReads.has(name));
}
