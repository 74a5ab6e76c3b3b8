import { procedures } from '../protocol/generated/remote/index.js';
import { type AuthMethod, type AuthSettings, authenticate } from './authenticate.js';
import { DriverFeature, supports } from './driver-feature.js';
import type { KeepaliveSettings } from './keepalive.js';
import type { CallOptions } from './options.js';
import type { Progress } from './progress.js';
import type { Session } from './session.js';

/** How a connection is to be opened. */
export interface OpenSettings {
  /** The URI that the daemon opens. Empty: it finds one out. */
  readonly name: string;
  /** `virConnectFlags`. */
  readonly flags: number;
  readonly auth: AuthSettings;
  /** `null`: neither side asks whether the other is there. */
  readonly keepalive: KeepaliveSettings | null;
}

/** What the daemon said of itself while the connection was opened. */
export interface OpenResult {
  readonly auth: AuthMethod;
  /** What it found out, where `name` was empty. */
  readonly uri: string | null;
  /** Whether events can be asked for by domain and by callback. */
  readonly eventCallbacks: boolean;
}

/**
 * Opens a connection to a hypervisor, in the C client's steps. What does not depend on each other is asked at
 * the same time.
 */
export async function handshake(
  session: Session,
  settings: OpenSettings,
  options: CallOptions,
  progress: Progress,
): Promise<OpenResult> {
  const { name, flags, keepalive } = settings;
  const auth = await authenticate(session, settings.auth, options, progress);
  progress.reach('the daemon lets this client in, and has not opened the hypervisor yet');

  const has = (feature: DriverFeature): Promise<boolean> => supports(session, feature, options);

  // Asking for this one makes the daemon send its own questions from now on.
  const [pings] = await all([
    keepalive === null ? Promise.resolve(false) : has(DriverFeature.PROGRAM_KEEPALIVE),
    session.call(procedures.CONNECT_OPEN, { name, flags }, options),
  ]);
  progress.reach('the daemon has opened the hypervisor, and does not answer any more');
  if (pings) session.setKeepalive(keepalive);

  const [eventCallbacks, closeCallback, uri] = await all([
    has(DriverFeature.REMOTE_EVENT_CALLBACK),
    has(DriverFeature.REMOTE_CLOSE_CALLBACK),
    name === '' ? session.call(procedures.CONNECT_GET_URI, undefined, options) : Promise.resolve(null),
  ]);
  if (closeCallback) await session.call(procedures.CONNECT_REGISTER_CLOSE_CALLBACK, undefined, options);
  return { auth, uri: uri?.uri ?? null, eventCallbacks };
}

/** Like `Promise.all`, but over only when all of them are. */
async function all<const T extends readonly Promise<unknown>[]>(
  promises: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
