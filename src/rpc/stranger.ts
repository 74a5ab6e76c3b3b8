import { shown } from './shown.js';

/** As many of the first bytes as tell what the other side is. */
const TOLD_BY = 64;

/** Who begins in which way, as text. A daemon's first bytes are a length, of which the first is 0, 1 or 2. */
const BEGINNINGS: readonly (readonly [beginning: RegExp, who: string])[] = [
  [/^HTTP\//u, 'an HTTP server'],
  [/^SSH-/u, 'an SSH server'],
  [/^RFB \d/u, 'a VNC server'],
  [/^(?:220|\+OK|\* OK)[ -]/u, 'a mail or file server'],
];

/** TLS's records of alerts, handshakes and data; the byte behind is 3, of version 3.x. */
const TLS_RECORDS = [0x15, 0x16, 0x17];

function whoBegins(bytes: Buffer): string | null {
  const [type = 0, version] = bytes;
  if (TLS_RECORDS.includes(type) && version === 3) return 'a TLS server: +tls reaches a daemon there';
  return BEGINNINGS.find(([beginning]) => beginning.test(bytes.toString('latin1')))?.[1] ?? null;
}

/** Remembers how the other side begins, until a message shows that it is a daemon. */
export class Stranger {
  /** `null`: it is one. */
  #first: Buffer | null = Buffer.alloc(0);

  /** These bytes came. */
  said(bytes: Uint8Array): void {
    if (this.#first === null || this.#first.length >= TOLD_BY) return;
    this.#first = Buffer.concat([this.#first, bytes.subarray(0, TOLD_BY - this.#first.length)]);
  }

  /** A message came. */
  isDaemon(): void {
    this.#first = null;
  }

  /** What it said and who says that, for a message. `null`: it said nothing yet, or is a daemon. */
  get seen(): string | null {
    if (this.#first === null || this.#first.length === 0) return null;
    const who = whoBegins(this.#first);
    return `what came is no daemon's, and begins with ${shown(this.#first)}${who === null ? '' : `, as of ${who}`}`;
  }
}
