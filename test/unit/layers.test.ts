import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { arrows, violations } from '../../scripts/layers.mjs';

const arrow = (from: string, to: string, type = false) => ({ from, to, line: 1, type });

describe('the layering check', () => {
  it('finds nothing wrong in src', { timeout: 60_000 }, () => {
    const all = arrows(fileURLToPath(new URL('../../src', import.meta.url)));
    expect(all.length).toBeGreaterThan(100);
    expect(violations(all)).toEqual([]);
  });

  it.each([
    ['errors.ts', 'protocol/frame.ts'],
    ['protocol/xdr/reader.ts', 'protocol/frame.ts'],
    ['protocol/frame.ts', 'rpc/session.ts'],
    ['protocol/frame.ts', 'node:fs'],
    ['transport/koffi/socket.ts', 'protocol/frame.ts'],
    ['rpc/session.ts', 'api/connect.ts'],
    ['rpc/session.ts', 'transport/choose.ts'],
    ['rpc/session.ts', 'transport/transport.ts'],
    ['api/connect.ts', 'transport/choose.ts'],
    ['api/domain.ts', 'transport/choose.ts'],
    ['api/domain.ts', 'koffi'],
    ['api/streams/link.ts', 'transport/koffi/sparse-file.ts'],
    ['api/streams/file-parts.ts', 'transport/choose.ts'],
    ['index.ts', 'protocol/frame.ts'],
    ['other.ts', 'errors.ts'],
  ])('refuses that %s imports %s', (from, to) => {
    expect(violations([arrow(from, to)])).toHaveLength(1);
  });

  it('lets a session import the type of a transport, and one file dial, and one ask for holes', () => {
    expect(violations([arrow('rpc/session.ts', 'transport/transport.ts', true)])).toEqual([]);
    expect(violations([arrow('api/dial/paths.ts', 'transport/choose.ts')])).toEqual([]);
    expect(violations([arrow('api/streams/file-parts.ts', 'transport/koffi/sparse-file.ts')])).toEqual([]);
  });

  it('finds a cycle, unless it is one of types', () => {
    const round = (type: boolean) => [arrow('rpc/a.ts', 'rpc/b.ts'), arrow('rpc/b.ts', 'rpc/a.ts', type)];
    expect(violations(round(false))).toEqual(['src/rpc/a.ts → src/rpc/b.ts → src/rpc/a.ts: a cycle']);
    expect(violations(round(true))).toEqual([]);
  });
});
