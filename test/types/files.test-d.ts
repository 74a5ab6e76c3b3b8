import type { FileHandle } from 'node:fs/promises';
import type http from 'node:http';
import type net from 'node:net';
import {
  type CallOptions,
  type Connection,
  type Domain,
  type DomainCreateFlags,
  type FileLike,
  type Files,
  withListenFds,
} from 'libvirt-rpc';
import { describe, expectTypeOf, it } from 'vitest';

describe('a file', () => {
  it('is what Node has open files in', () => {
    expectTypeOf<number>().toExtend<FileLike>();
    expectTypeOf<FileHandle>().toExtend<FileLike>();
    expectTypeOf<net.Server>().toExtend<FileLike>();
    expectTypeOf<http.Server>().toExtend<FileLike>();
    expectTypeOf<net.Socket>().toExtend<FileLike>();
    expectTypeOf<{ fd: number }>().toExtend<FileLike>();
  });

  it('is not a path, a big number, nothing, or an object without a descriptor', () => {
    expectTypeOf<string>().not.toExtend<FileLike>();
    expectTypeOf<bigint>().not.toExtend<FileLike>();
    expectTypeOf<null>().not.toExtend<FileLike>();
    expectTypeOf<undefined>().not.toExtend<FileLike>();
    expectTypeOf<{ path: string }>().not.toExtend<FileLike>();
    expectTypeOf<{ fd: string }>().not.toExtend<FileLike>();
    expectTypeOf<Promise<FileHandle>>().not.toExtend<FileLike>();
  });
});

describe('files', () => {
  it('are an array, which may be a constant, or an object by descriptor', () => {
    expectTypeOf<FileLike[]>().toExtend<Files>();
    expectTypeOf<readonly [net.Server, 7]>().toExtend<Files>();
    expectTypeOf<{ 3: net.Server; 7: FileHandle }>().toExtend<Files>();
    expectTypeOf<Record<number, FileLike>>().toExtend<Files>();
  });

  it('are not a single file of which it is unclear what number it gets, nor strings', () => {
    expectTypeOf<number>().not.toExtend<Files>();
    expectTypeOf<string[]>().not.toExtend<Files>();
    expectTypeOf<{ 3: string }>().not.toExtend<Files>();
    expectTypeOf<null>().not.toExtend<Files>();
  });

  it('come after the XML, as in C, and before the flags', () => {
    expectTypeOf<Connection['domainCreateXMLWithFiles']>().toEqualTypeOf<
      (xml: string, files: Files, flags?: DomainCreateFlags, options?: CallOptions) => Promise<Domain>
    >();
    expectTypeOf<Domain['createWithFiles']>().toEqualTypeOf<
      (files: Files, flags?: DomainCreateFlags, options?: CallOptions) => Promise<void>
    >();
  });
});

describe('the other calls that carry descriptors', () => {
  it('take files that the daemon numbers as an array', () => {
    expectTypeOf<Domain['fdAssociate']>().parameter(1).toEqualTypeOf<readonly FileLike[]>();
    expectTypeOf<Domain['openGraphics']>().parameter(1).toEqualTypeOf<FileLike>();
  });

  it('return descriptors as numbers, which are the caller’s', () => {
    expectTypeOf<Domain['openGraphicsFD']>().returns.toEqualTypeOf<Promise<number>>();
    expectTypeOf<Domain['lxcOpenNamespace']>().returns.toEqualTypeOf<Promise<number[]>>();
    expectTypeOf<Domain['qemuMonitorCommandWithFiles']>().returns.toEqualTypeOf<
      Promise<{ result: string; files: number[] }>
    >();
  });
});

describe('withListenFds', () => {
  it('takes how many there are, or their names', () => {
    expectTypeOf(withListenFds).toEqualTypeOf<(xml: string, files: number | readonly string[]) => string>();
  });
});
