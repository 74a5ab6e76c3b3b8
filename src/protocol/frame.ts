import { outOfRange, ProtocolError } from '../errors.js';
import {
  types,
  VIR_NET_CALL_WITH_FDS,
  VIR_NET_MESSAGE_HEADER_MAX,
  VIR_NET_MESSAGE_LEN_MAX,
  VIR_NET_MESSAGE_MAX,
  VIR_NET_MESSAGE_NUM_FDS_MAX,
  VIR_NET_REPLY_WITH_FDS,
  VIR_NET_STREAM_HOLE,
  type virNetMessageHeader,
} from './generated/net/index.js';
import { XdrReader } from './xdr/reader.js';
import { XdrWriter } from './xdr/writer.js';

/** The least that a frame can be: its length, and a header. */
export const MIN_FRAME: number = VIR_NET_MESSAGE_LEN_MAX + VIR_NET_MESSAGE_HEADER_MAX;

/** The most that a frame can be. */
export const MAX_FRAME: number = VIR_NET_MESSAGE_LEN_MAX + VIR_NET_MESSAGE_MAX;

/** A whole message: its header, and where its payload lies. */
export interface Frame {
  readonly header: virNetMessageHeader;
  /** Valid only while the frame is being handled. */
  readonly bytes: Buffer;
  /** Where in `bytes` the payload begins. */
  readonly start: number;
  /** Where in `bytes` the payload ends. */
  readonly end: number;
  /** The descriptors that came with it. They belong to whoever is given the frame. */
  readonly fds: readonly number[];
}

const NO_FDS: readonly number[] = [];

/**
 * Writes a frame up to its payload:
 *
 *     length u32 · prog u32 · vers u32 · proc i32 · type i32 · serial u32 · status i32 [· nfds u32]
 *
 * @returns what `endFrame` needs: where it begins
 */
export function beginFrame(writer: XdrWriter, header: virNetMessageHeader, nfds: number): number {
  const start = writer.size;
  writer.begin('virNetMessage');
  writer.uint(0, 'length');
  writer.uint(header.prog, 'prog');
  writer.uint(header.vers, 'vers');
  writer.int(header.proc, 'proc');
  writer.uint(header.type, 'type');
  writer.uint(header.serial, 'serial');
  writer.uint(header.status, 'status');
  if (header.type === VIR_NET_CALL_WITH_FDS || header.type === VIR_NET_REPLY_WITH_FDS) writer.uint(nfds, 'nfds');
  return start;
}

/**
 * Fills in the length of the frame that began at `start`.
 *
 * @throws RangeError where it exceeds what a daemon takes
 */
export function endFrame(writer: XdrWriter, start: number): void {
  const length = writer.size - start;
  if (length > MAX_FRAME) {
    throw outOfRange('the message', `at most ${MAX_FRAME} bytes long`, length);
  }
  writer.patch(start, length);
}

/** What goes before a payload of so many bytes that is sent apart from it. */
export function frameHead(header: virNetMessageHeader, payload: number): Uint8Array {
  const writer = new XdrWriter('', MIN_FRAME);
  const start = beginFrame(writer, header, 0);
  writer.patch(start, MIN_FRAME + payload);
  return writer.written();
}

/** The frames in bytes that were made here, one by one. */
export function* framesIn(bytes: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; ) {
    const end = at + view.getUint32(at);
    yield bytes.subarray(at, end);
    at = end;
  }
}

/** The length that a frame's first word announces, if it is one that a frame can have. */
export function checkLength(length: number): number {
  if (length < MIN_FRAME || length > MAX_FRAME) {
    throw new ProtocolError(`a frame announced a length of ${length}, which must be from ${MIN_FRAME} to ${MAX_FRAME}`);
  }
  return length;
}

/** The header of the frame whose bytes lie from `start` to `end`, and its payload's place. `fds` is empty yet. */
export function parseFrame(bytes: Buffer, start: number, end: number): { frame: Frame; nfds: number } {
  const type = bytes.readInt32BE(start + 16);
  if (type < 0 || type > VIR_NET_STREAM_HOLE) throw new ProtocolError(`a frame has the unknown type ${type}`);
  const reader = new XdrReader(bytes, 'virNetMessageHeader', start + VIR_NET_MESSAGE_LEN_MAX, end);
  const header = types.virNetMessageHeader.read(reader);
  let payload = start + MIN_FRAME;
  let nfds = 0;
  if (type === VIR_NET_REPLY_WITH_FDS || type === VIR_NET_CALL_WITH_FDS) {
    nfds = reader.uint('nfds');
    payload += 4;
    if (nfds > VIR_NET_MESSAGE_NUM_FDS_MAX) {
      throw new ProtocolError(
        `a frame announced ${nfds} descriptors, and at most ${VIR_NET_MESSAGE_NUM_FDS_MAX} can come`,
      );
    }
  }
  return { frame: { header, bytes, start: payload, end, fds: NO_FDS }, nfds };
}
