import { isatty } from 'node:tty';

/** Whether ssh can ask somebody for a password, or whether a host is to be trusted. */
export function canAsk(env: Readonly<Record<string, string | undefined>>): boolean {
  if (isatty(0)) return true;
  // A program that asks in a window, as ssh itself decides on it.
  if (!env['SSH_ASKPASS']) return false;
  return (
    /^(?:force|prefer)$/u.test(env['SSH_ASKPASS_REQUIRE'] ?? '') || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'])
  );
}
