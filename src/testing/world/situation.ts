import type { ArgsOf, CallName, RetOf } from '../procedures.js';
import type { ReceivedCall } from '../received-call.js';
import type { Client } from '../wire/client.js';
import type { World } from './world.js';

/** What a daemon says of itself. */
export interface Identity {
  /** What it opens. */
  readonly uri: string;
  readonly hostname: string;
  /** 1,000,000 × major + 1,000 × minor + release. */
  readonly version: bigint;
}

/** In what a call is answered. */
export interface Situation {
  readonly world: World;
  readonly identity: Identity;
  readonly client: Client;
  readonly call: ReceivedCall;
}

/** What the world answers calls with. They throw a `Failure` for an error to be the answer. */
export type Handlers = { readonly [N in CallName]?: (args: ArgsOf<N>, situation: Situation) => RetOf<N> };
