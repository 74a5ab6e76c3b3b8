/** As many of the first bytes as tell what the other side is. */
const TOLD_BY = 64;
/** As many bytes that are no text as an error shows. */
const SHOWN = 16;

/** Who begins in which way. A daemon's first bytes are a length, of which the first is 0, 1 or 2. */
const BEGINNINGS: readonly (readonly [beginning: RegExp, who: string])[] = [
  [/^HTTP\//u, 'an HTTP server'],
  [/^SSH-/u, 'an SSH server'],
  [/^RFB \d/u, 'a VNC server'],
  // A record of an alert, of a handshake, or of data, of version 3.x.
  [/^[\x15\x16\x17]\x03/u, 'a TLS server: +tls reaches a daemon there'],
  [/^(?:220|\+OK|\* OK)[ -]/u, 'a mail or file server'],
];

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
    const text = this.#first.toString('latin1');
    const who = BEGINNINGS.find(([beginning]) => beginning.test(text))?.[1];
    return `what came is no daemon's, and begins with ${shown(this.#first)}${who === undefined ? '' : `, as of ${who}`}`;
  }
}

/** Bytes of anybody's: the text that they are, or else in hexadecimal. */
function shown(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  return /^[\t\r\n -~]+$/u.test(text) ? JSON.stringify(text) : `0x${bytes.subarray(0, SHOWN).toString('hex')}`;
}
