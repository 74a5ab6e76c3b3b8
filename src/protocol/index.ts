/**
 * The subpath `libvirt-rpc/protocol`: libvirt's RPC protocol as data, one namespace for each program.
 * It follows libvirt's versions, not this library's.
 *
 * @module
 */
export * as admin from './generated/admin/index.js';
export * as keepalive from './generated/keepalive/index.js';
export * as lxc from './generated/lxc/index.js';
export * as net from './generated/net/index.js';
export * as qemu from './generated/qemu/index.js';
export * as remote from './generated/remote/index.js';
export type { Callable, EventMessage, Procedure, StreamDirection } from './procedure.js';
export type { Codec, Decoder } from './xdr/codec.js';
export type { XdrReader } from './xdr/reader.js';
export type { XdrWriter } from './xdr/writer.js';
