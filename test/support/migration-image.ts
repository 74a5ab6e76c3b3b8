import { writeFileSync } from 'node:fs';

const SECTOR = 512;

/** The smallest image that counts as a disk with whole cylinders. */
const IMAGE = 1024 * 1024;

/**
 * 8086 machine code for a boot sector: writes half a mebibyte of memory again and again, each time something else, so
 * that a migration that is slow enough has always something to send.
 */
const DIRTIES = [
  ...[0xfa], //                   cli
  ...[0xfc], //                   cld
  ...[0x31, 0xc0], //             xor  ax, ax
  ...[0xbb, 0x00, 0x10], // all:  mov  bx, 1000h           segments 1000h to 8fffh
  ...[0x8e, 0xc3], //       next: mov  es, bx
  ...[0x31, 0xff], //             xor  di, di
  ...[0xb9, 0x00, 0x80], //       mov  cx, 8000h
  ...[0xf3, 0xab], //             rep stosw
  ...[0x81, 0xc3, 0x00, 0x10], // add  bx, 1000h
  ...[0x81, 0xfb, 0x00, 0x90], // cmp  bx, 9000h
  ...[0x72, 0xed], //             jb   next
  ...[0x40], //                   inc  ax
  ...[0xeb, 0xe7], //             jmp  all
];

/** Writes the image of a disk that a PC boots from. */
export function writeDirtyingImage(path: string): void {
  const image = new Uint8Array(IMAGE);
  image.set(DIRTIES);
  image.set([0x55, 0xaa], SECTOR - 2);
  writeFileSync(path, image);
}
