import {
  AbortError,
  AuthError,
  type AuthErrorReason,
  ConnectionError,
  type ConnectionErrorCode,
  LibvirtError,
  ProtocolError,
  RemoteError,
  type RemoteErrorFields,
  TimeoutError,
  UnsupportedError,
} from 'libvirt-rpc';
import { describe, expectTypeOf, it } from 'vitest';

describe('errors', () => {
  it('have one root, which is an Error with a code', () => {
    expectTypeOf<LibvirtError>().toExtend<Error & { readonly code: string }>();
    expectTypeOf<
      AbortError | AuthError | ConnectionError | ProtocolError | RemoteError | TimeoutError | UnsupportedError
    >().toExtend<LibvirtError>();
  });

  it('are told apart by their class', () => {
    const error = {} as unknown;
    if (error instanceof RemoteError) expectTypeOf(error).toEqualTypeOf<RemoteError>();
    if (error instanceof ConnectionError) expectTypeOf(error.sent).toEqualTypeOf<boolean>();
    if (error instanceof AbortError) expectTypeOf(error.sent).toEqualTypeOf<boolean>();
    if (error instanceof TimeoutError) expectTypeOf(error.sent).toEqualTypeOf<boolean>();
    if (error instanceof ProtocolError) expectTypeOf(error.path).toEqualTypeOf<string | null>();
    if (error instanceof LibvirtError) expectTypeOf(error.code).toEqualTypeOf<string>();
    expectTypeOf(UnsupportedError).instance.toExtend<LibvirtError>();
    if (error instanceof AuthError) {
      expectTypeOf(error.reason).toEqualTypeOf<'credentials' | 'denied' | 'mechanism' | 'proof'>();
      expectTypeOf(error.reason).toEqualTypeOf<AuthErrorReason>();
    }
  });

  it('are told apart by their name, where their classes are not at hand', () => {
    const error = {} as RemoteError | ConnectionError | ProtocolError;
    switch (error.name) {
      case 'RemoteError':
        expectTypeOf(error).toEqualTypeOf<RemoteError>();
        break;
      case 'ConnectionError':
        expectTypeOf(error).toEqualTypeOf<ConnectionError>();
        break;
      default:
        expectTypeOf(error).toEqualTypeOf<ProtocolError>();
    }
  });

  it('of the daemon carry each of its fields', () => {
    expectTypeOf<RemoteError>().toExtend<RemoteErrorFields & { readonly procedure: string }>();
    expectTypeOf<RemoteErrorFields>().toEqualTypeOf<{
      readonly errno: number;
      readonly code: string;
      readonly domain: string;
      readonly level: string;
      readonly message: string;
      readonly str1: string | null;
      readonly str2: string | null;
      readonly str3: string | null;
      readonly int1: number;
      readonly int2: number;
    }>();
  });

  it('of the connection have codes that a program can list', () => {
    expectTypeOf<ConnectionError['code']>().toEqualTypeOf<ConnectionErrorCode>();
    expectTypeOf<ConnectionErrorCode>().toEqualTypeOf<
      'ERR_LIBVIRT_CONNECT' | 'ERR_LIBVIRT_CONNECTION_CLOSED' | 'ERR_LIBVIRT_CONNECTION_LOST' | 'ERR_LIBVIRT_KEEPALIVE'
    >();
  });
});
