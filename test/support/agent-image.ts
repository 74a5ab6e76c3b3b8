const SECTOR = 512;

/** Where the BIOS loads the first sector of the disk that it boots from, and starts it. */
const LOADED_AT = 0x7c00;

/** The smallest image that counts as a disk with whole cylinders. */
const IMAGE = 1024 * 1024;

/** Where the queue is that the program sends to the device: its descriptors, and 32 times 16 bytes on what is available. */
const QUEUE_SEGMENT = 0x1000;
const QUEUE_PAGE = (QUEUE_SEGMENT << 4) >> 12;
const AVAILABLE = 32 * 16;

/** The queue for what a guest tells of its ports, after the two of port 0 and the one for what the host tells. */
const CONTROL_OUT = 3;

const low = (number: number): number => number & 0xff;
const high = (number: number): number => number >> 8;

/**
 * 8086 machine code for the boot sector of a disk: opens port 1 of the virtio serial device, as a program does that serves
 * there, and halts. The device is told by its legacy interface.
 *
 * @param message the address of the message
 */
const program = (message: number): readonly number[] => [
  ...[0x31, 0xc0], //                               xor  ax, ax
  ...[0x8e, 0xd8], //                               mov  ds, ax
  ...[0x8e, 0xd0], //                               mov  ss, ax
  ...[0xbc, low(LOADED_AT), high(LOADED_AT)], //    mov  sp, LOADED_AT
  ...[0xb8, 0x02, 0xb1], //                         mov  ax, b102h           PCI BIOS: find a device
  ...[0xb9, 0x03, 0x10], //                         mov  cx, 1003h           virtio serial
  ...[0xba, 0xf4, 0x1a], //                         mov  dx, 1af4h
  ...[0x31, 0xf6], //                               xor  si, si              the first
  ...[0xcd, 0x1a], //                               int  1ah
  ...[0xb8, 0x0c, 0xb1], //                         mov  ax, b10ch           write a word of its configuration
  ...[0xbf, 0x04, 0x00], //                         mov  di, 0004h           the command
  ...[0xb9, 0x07, 0x00], //                         mov  cx, 0007h           it may use ports, memory, and the bus
  ...[0xcd, 0x1a], //                               int  1ah
  ...[0xb8, 0x09, 0xb1], //                         mov  ax, b109h           read a word
  ...[0xbf, 0x10, 0x00], //                         mov  di, 0010h           where its ports are
  ...[0xcd, 0x1a], //                               int  1ah
  ...[0x80, 0xe1, 0xfc], //                         and  cl, fch
  ...[0x89, 0xcb], //                               mov  bx, cx
  ...[0x8d, 0x57, 0x12], //                         lea  dx, [bx+12h]        its status
  ...[0xb0, 0x03], //                               mov  al, 03h             there is a driver
  ...[0xee], //                                     out  dx, al
  ...[0xb8, low(QUEUE_SEGMENT), high(QUEUE_SEGMENT)], // mov ax, QUEUE_SEGMENT
  ...[0x8e, 0xc0], //                               mov  es, ax
  ...[0x31, 0xff], //                               xor  di, di
  ...[0x31, 0xc0], //                               xor  ax, ax
  ...[0xb9, 0x00, 0x10], //                         mov  cx, 1000h
  ...[0xfc], //                                     cld
  ...[0xf3, 0xab], //                               rep  stosw
  ...[0x26, 0xc7, 0x06, 0x00, 0x00, low(message), high(message)], //   mov word [es:0], message
  ...[0x26, 0xc7, 0x06, 0x08, 0x00, 0x08, 0x00], //                    mov word [es:8], 8       its length
  ...[0x26, 0xc7, 0x06, low(AVAILABLE + 2), high(AVAILABLE + 2), 0x01, 0x00], // mov word [es:AVAILABLE+2], 1
  ...[0x8d, 0x57, 0x0e], //                         lea  dx, [bx+0eh]        which queue it is about
  ...[0xb8, CONTROL_OUT, 0x00], //                  mov  ax, CONTROL_OUT
  ...[0xef], //                                     out  dx, ax
  ...[0x8d, 0x57, 0x08], //                         lea  dx, [bx+08h]        the page of the queue
  ...[0x66, 0xb8, QUEUE_PAGE, 0, 0, 0], //          mov  eax, QUEUE_PAGE
  ...[0x66, 0xef], //                               out  dx, eax
  ...[0x8d, 0x57, 0x12], //                         lea  dx, [bx+12h]
  ...[0xb0, 0x07], //                               mov  al, 07h             the driver is ready
  ...[0xee], //                                     out  dx, al
  ...[0x8d, 0x57, 0x10], //                         lea  dx, [bx+10h]        the queue has something
  ...[0xb8, CONTROL_OUT, 0x00], //                  mov  ax, CONTROL_OUT
  ...[0xef], //                                     out  dx, ax
  ...[0xfa], //                               halt: cli
  ...[0xf4], //                                     hlt
  ...[0xeb, 0xfc], //                               jmp  halt
];

/** Port 1, VIRTIO_CONSOLE_PORT_OPEN, yes. */
const MESSAGE = [1, 0, 0, 0, 6, 0, 1, 0];

/** The raw image of a disk that a PC boots from, and that has the port of an agent opened. */
export function agentImage(): Uint8Array {
  const image = new Uint8Array(IMAGE);
  const { length } = program(0);
  image.set(program(LOADED_AT + length));
  image.set(MESSAGE, length);
  image.set([0x55, 0xaa], SECTOR - 2);
  return image;
}
