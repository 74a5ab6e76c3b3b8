import { beginFrame, endFrame } from '../../protocol/frame.js';
import type { virNetMessageHeader } from '../../protocol/generated/net/index.js';
import type { Codec } from '../../protocol/xdr/codec.js';
import { XdrWriter } from '../../protocol/xdr/writer.js';

/**
 * A whole frame.
 *
 * @throws TypeError, RangeError where the value is not the codec's
 */
export function frameOf<T>(header: virNetMessageHeader, codec: Codec<T>, value: T, nfds = 0): Uint8Array {
  const writer = new XdrWriter('');
  const start = beginFrame(writer, header, nfds);
  writer.begin(codec.name);
  codec.write(writer, value);
  endFrame(writer, start);
  return writer.finish();
}

/** A whole frame whose payload is bytes, and no XDR. */
export function rawFrame(header: virNetMessageHeader, payload: Uint8Array): Uint8Array {
  const writer = new XdrWriter('');
  const start = beginFrame(writer, header, 0);
  writer.append(payload);
  endFrame(writer, start);
  return writer.finish();
}
