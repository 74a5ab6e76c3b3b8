import { VIR_NET_MESSAGE, VIR_NET_OK, VIR_NET_REPLY } from '../../src/protocol/generated/net/index.js';
import { procedures, type remote_nonnull_domain } from '../../src/protocol/generated/remote/index.js';
import type { EventMessage } from '../../src/protocol/procedure.js';
import type { Codec } from '../../src/protocol/xdr/codec.js';
import { nextOf } from './test-connection.js';
import { encode, type Received, type TestPeer } from './test-peer.js';
import { DOM } from './test-session.js';

export const {
  CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY: REGISTER,
  CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY: DEREGISTER,
  DOMAIN_EVENT_CALLBACK_LIFECYCLE: LIFECYCLE,
  DOMAIN_EVENT_CALLBACK_REBOOT: REBOOT,
} = procedures;

/** A reply's frame. */
export function replyFrame<Ret>({ header }: Received, { ret }: { readonly ret: Codec<Ret> }, value: Ret): Uint8Array {
  return encode({ ...header, type: VIR_NET_REPLY, status: VIR_NET_OK }, ret, value);
}

/** An event's frame. */
export function eventFrame<Msg>(message: EventMessage<Msg>, value: Msg): Uint8Array {
  const { program: prog, version: vers, number: proc, msg } = message;
  return encode({ prog, vers, proc, type: VIR_NET_MESSAGE, serial: 0, status: VIR_NET_OK }, msg, value);
}

/** The frame of a lifecycle event, which its `detail` tells from others. */
export function lifecycleFrame(
  callbackID: number,
  detail: number,
  { event = 2, dom = DOM }: { event?: number; dom?: remote_nonnull_domain } = {},
): Uint8Array {
  return eventFrame(LIFECYCLE, { callbackID, msg: { dom, event, detail } });
}

/** Delivers lifecycle events. */
export function tell(peer: TestPeer, callbackID: number, details: readonly number[]): void {
  for (const detail of details) peer.deliver(lifecycleFrame(callbackID, detail));
}

/** Agrees to a registration, in the chunk of which there may be events. */
export async function agree(peer: TestPeer, callbackID: number, ...events: readonly Uint8Array[]): Promise<Received> {
  const call = await nextOf(peer, REGISTER);
  peer.deliver(Buffer.concat([replyFrame(call, REGISTER, { callbackID }), ...events]));
  return call;
}

/** Agrees to a deregistration; returns of which. */
export async function agreeToEnd(peer: TestPeer): Promise<number> {
  const call = await nextOf(peer, DEREGISTER);
  peer.reply(call, DEREGISTER, undefined);
  return peer.args(call, DEREGISTER).callbackID;
}
