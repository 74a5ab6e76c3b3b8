// @ts-check
/** The format that Linux unpacks its first file system from: `newc`, with names and data padded to 4 bytes. */
const MAGIC = '070701';
const TRAILER = 'TRAILER!!!';
const ALIGN = 4;

const FILE = 0o100000;
const FOLDER = 0o040000;
const MODE = 0o755;

/** @param {number} length */
const padding = (length) => Buffer.alloc((ALIGN - (length % ALIGN)) % ALIGN);

/** An archive of files, all of which are root's and may be run. A file's folders come before it. */
export class Cpio {
  /** @type {Uint8Array[]} */
  #parts = [];
  #inode = 0;

  /** @param {string} name @param {Uint8Array} data */
  file(name, data) {
    this.#add(name, FILE | MODE, data);
  }

  /** @param {string} name */
  folder(name) {
    this.#add(name, FOLDER | MODE, Buffer.alloc(0));
  }

  /** @returns {Buffer} the whole archive */
  end() {
    this.#add(TRAILER, 0, Buffer.alloc(0));
    return Buffer.concat(this.#parts);
  }

  /** @param {string} name @param {number} mode @param {Uint8Array} data */
  #add(name, mode, data) {
    const path = Buffer.from(`${name}\0`);
    this.#inode++;
    // inode, mode, uid, gid, links, mtime, size, two device numbers of two parts, the name's length, no checksum
    const fields = [this.#inode, mode, 0, 0, 1, 0, data.length, 0, 0, 0, 0, path.length, 0];
    const header = Buffer.from(MAGIC + fields.map((field) => field.toString(16).padStart(8, '0')).join(''));
    this.#parts.push(header, path, padding(header.length + path.length), data, padding(data.length));
  }
}
