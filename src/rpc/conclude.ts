import type { Call, Reply } from './call.js';

/** Makes the error of a call that has failed. It runs where the caller waits, and the error's stack leads there. */
export function end(call: Call): Call {
  const error = conclude(call);
  if (error !== null) throw error;
  return call;
}

/** Tells those who watch that a call is over. @returns how it ended badly; `null`: it did not */
export function conclude(call: Call): Error | null {
  const error = call.failure === null ? null : call.failure();
  if (call.record !== null) call.record.end(error);
  return error;
}

export function takeValue(call: Call): unknown {
  return end(call).value;
}

export function takeReply(call: Call): Reply<unknown> {
  const { value, received } = end(call);
  return { value, fds: received };
}
