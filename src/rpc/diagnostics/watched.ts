import type { TracingChannel } from 'node:diagnostics_channel';

/** Tells that it has begun. */
export function tellBegin<Message extends object>({ start, end }: TracingChannel, message: Message): void {
  start.publish(message);
  // Whatever it came to at once, its outcome is told later.
  end.publish(message);
}

/** Tells that it is over. */
export function tellEnd<Message extends { readonly error: unknown }>(
  { error, asyncStart, asyncEnd }: TracingChannel,
  message: Message,
): void {
  if (message.error !== null) error.publish(message);
  asyncStart.publish(message);
  asyncEnd.publish(message);
}
