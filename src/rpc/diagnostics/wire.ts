import type { Transport, TransportEvents } from '../../transport/transport.js';
import { wireTrace } from '../trace.js';
import { WrappedTransport } from '../wrapped-transport.js';
import { type FrameHead, FrameHeads } from './frame-heads.js';
import { procedureName } from './procedure-names.js';
import { programName } from './program-name.js';

const TYPES = ['CALL', 'REPLY', 'MESSAGE', 'STREAM', 'CALL_WITH_FDS', 'REPLY_WITH_FDS', 'STREAM_HOLE'];
const STATUSES = ['OK', 'ERROR', 'CONTINUE'];

function write(arrow: string, head: FrameHead): void {
  const { program, version, procedure, type, serial, status, length, descriptors } = head;
  wireTrace?.(
    '%s %s v%d %s %s #%d %s, %d bytes, %d descriptors',
    arrow,
    programName(program),
    version,
    procedureName(program, procedure),
    TYPES[type] ?? `type ${type}`,
    serial,
    STATUSES[status] ?? `status ${status}`,
    length,
    descriptors,
  );
}

/** A transport of which each message's head is written down as it passes, and nothing else. */
class TracedTransport extends WrappedTransport {
  readonly #out = new FrameHeads((head) => write('>', head));
  readonly #in = new FrameHeads((head) => write('<', head));

  start(events: TransportEvents): void {
    this.inner.start({
      data: (bytes) => {
        this.#in.push(bytes);
        events.data(bytes);
      },
      descriptors: (fds, byte) => events.descriptors(fds, byte),
      drain: () => events.drain(),
      close: (error) => events.close(error),
    });
  }

  override write(bytes: Uint8Array, fds?: readonly number[]): boolean {
    this.#out.push(bytes);
    return super.write(bytes, fds);
  }
}

/** The transport, and, where `DEBUG=libvirt-rpc:wire` asks for it, what writes its messages' heads down. */
export function traced(transport: Transport): Transport {
  return wireTrace === null ? transport : new TracedTransport(transport);
}
