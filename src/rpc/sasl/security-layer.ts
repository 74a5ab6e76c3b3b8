/** What protects the bytes of a connection after a login: each piece of them becomes a token. */
export interface SecurityLayer {
  /** The longest piece that `wrap` takes, and the longest token that `unwrap` is given. */
  readonly maxPiece: number;
  readonly maxToken: number;
  wrap(piece: Uint8Array): Uint8Array;
  /** @throws ProtocolError for a token that the peer has not made, or not made for this place */
  unwrap(token: Uint8Array): Uint8Array;
  /** The connection is over. */
  end(): void;
}
