// A PNG of the pixels of a binary PPM, which is what qemu takes screenshots in.
import { crc32, deflateSync } from 'node:zlib';

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

export function pngOf(ppm) {
  const [head, width, height] = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(ppm.subarray(0, 64).toString('latin1')) ?? [];
  if (head === undefined) throw new TypeError('this is no binary PPM of 8 bits a colour');
  const stride = 3 * Number(width);
  const rows = [];
  for (let at = head.length; at < head.length + stride * Number(height); at += stride) {
    rows.push(Buffer.of(0), ppm.subarray(at, at + stride));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(Number(width), 0);
  header.writeUInt32BE(Number(height), 4);
  header.set([8, 2], 8); // 8 bits, RGB
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const data = deflateSync(Buffer.concat(rows));
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}
