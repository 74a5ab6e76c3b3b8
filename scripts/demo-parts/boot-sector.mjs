// @ts-check

const SECTOR = 512;

/** Where the BIOS loads the first sector of the disk that it boots from, and starts it. */
const LOADED_AT = 0x7c00;

/** The smallest image that counts as a disk with whole cylinders. */
const IMAGE = 1024 * 1024;

/**
 * 8086 machine code for the boot sector of a disk: writes the sector that it came from to the sector after it, if the
 * disk takes that; writes a text, which ends with a zero byte, to the first serial port; and halts.
 *
 * @param {number} text the text's address
 */
const program = (text) => [
  ...[0xfc], //                               cld
  ...[0x31, 0xc0], //                         xor  ax, ax
  ...[0x8e, 0xd8], //                         mov  ds, ax
  ...[0x8e, 0xc0], //                         mov  es, ax
  ...[0x8e, 0xd0], //                         mov  ss, ax
  ...[0xbc, LOADED_AT & 0xff, LOADED_AT >> 8], // mov sp, LOADED_AT    the stack ends where the sector begins
  ...[0xbb, LOADED_AT & 0xff, LOADED_AT >> 8], // mov bx, LOADED_AT
  ...[0xb9, 0x02, 0x00], //                   mov  cx, 0002h           cylinder 0, sector 2, counted from 1
  ...[0xb6, 0x00], //                         mov  dh, 0               head 0; DL is the drive, from the BIOS
  ...[0xb8, 0x01, 0x03], //                   mov  ax, 0301h           write 1 sector
  ...[0xcd, 0x13], //                         int  13h
  ...[0xbe, text & 0xff, text >> 8], //       mov  si, text
  ...[0xac], //                         next: lodsb
  ...[0x84, 0xc0], //                         test al, al
  ...[0x74, 0x12], //                         jz   halt
  ...[0x88, 0xc3], //                         mov  bl, al
  ...[0xba, 0xfd, 0x03], //                   mov  dx, 03fdh           the port's line status
  ...[0xec], //                         wait: in   al, dx
  ...[0xa8, 0x20], //                         test al, 20h             may it be given a byte?
  ...[0x74, 0xfb], //                         jz   wait
  ...[0xba, 0xf8, 0x03], //                   mov  dx, 03f8h           the port's data
  ...[0x88, 0xd8], //                         mov  al, bl
  ...[0xee], //                               out  dx, al
  ...[0xeb, 0xe9], //                         jmp  next
  ...[0xfa], //                         halt: cli
  ...[0xf4], //                               hlt
  ...[0xeb, 0xfc], //                         jmp  halt
];

const PROGRAM_LENGTH = program(0).length;

/** The BIOS boots only from a sector that ends with these. */
const SIGNATURE = [0x55, 0xaa];

const LONGEST_TEXT = SECTOR - SIGNATURE.length - PROGRAM_LENGTH - 1;

/**
 * The raw image of a disk that a PC boots from. What runs writes its own sector to the second one, so that the image
 * shows whether it was written to; then `text` to the first serial port; and halts.
 *
 * @param {string} text
 * @returns {Uint8Array}
 */
export function bootSector(text) {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > LONGEST_TEXT) throw new RangeError(`the text has ${bytes.length} bytes, of ${LONGEST_TEXT}`);
  if (bytes.includes(0)) throw new RangeError('the text has a zero byte, which would end it');
  const image = new Uint8Array(IMAGE);
  image.set(program(LOADED_AT + PROGRAM_LENGTH));
  image.set(bytes, PROGRAM_LENGTH);
  image.set(SIGNATURE, SECTOR - SIGNATURE.length);
  return image;
}
