import { frameHead } from '../protocol/frame.js';
import type { virNetMessageHeader } from '../protocol/generated/net/index.js';
import type { Transport } from '../transport/transport.js';

/** A payload of up to this size is copied behind its header, which costs less than a second write. */
const COPIED = 16 * 1024;

/** A message of a stream that waits to be sent. */
export interface Packet {
  readonly header: virNetMessageHeader;
  /** Its payload. It must not change until `left` is called. */
  readonly chunks: readonly Uint8Array[];
  /** How long the payload is. */
  readonly length: number;
  /** Is called when nobody needs the payload any more. */
  readonly left: () => void;
}

/** Gives a packet to the transport. False: something had to be kept back. */
export function writePacket(transport: Transport, { header, chunks, length }: Packet): boolean {
  const head = frameHead(header, length);
  if (length <= COPIED) return transport.write(length === 0 ? head : Buffer.concat([head, ...chunks]));
  let all = transport.write(head);
  for (const chunk of chunks) all = transport.write(chunk);
  return all;
}
