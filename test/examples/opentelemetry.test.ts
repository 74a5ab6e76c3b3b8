import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PrivateDaemon, startDaemon } from '../../scripts/daemon/index.mjs';
import { exampleRunner } from '../support/example.js';

let daemon: PrivateDaemon;

beforeAll(async () => {
  daemon = await startDaemon();
});

afterAll(() => daemon.stop());

/** The fields of what is written of each span, as Node shows objects. */
function spansIn(stdout: string): { name: string; id: string; parent: string | null; text: string }[] {
  return stdout
    .split(/^(?=\{$)/mu)
    .filter((text) => text.startsWith('{'))
    .map((text) => ({
      name: /^ {2}name: '(.*)'/mu.exec(text)?.[1] ?? '',
      id: /^ {2}id: '(\w+)'/mu.exec(text)?.[1] ?? '',
      parent: /\bspanId: '(\w+)'/u.exec(text)?.[1] ?? null,
      text,
    }));
}

describe('opentelemetry', () => {
  const { run } = exampleRunner();

  it('draws a span of each call, below that of its caller', async () => {
    const { stdout, stderr, status } = await run('opentelemetry.mjs', [daemon.uri('test')]);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    const spans = spansIn(stdout);
    const main = spans.find(({ name }) => name === 'main');
    expect(main?.parent).toBe(null);
    expect(main?.text).toMatch(/connection connecting.*connection open/su);

    const calls = spans.filter((span) => span !== main);
    const names = calls.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'remote/AUTH_LIST',
        'remote/CONNECT_OPEN',
        'remote/CONNECT_LIST_ALL_DOMAINS',
        'remote/DOMAIN_LOOKUP_BY_NAME',
        'remote/CONNECT_CLOSE',
      ]),
    );
    expect(calls.filter(({ parent }) => parent !== main?.id)).toEqual([]);

    const listing = calls.find(({ name }) => name.endsWith('LIST_ALL_DOMAINS'))?.text;
    expect(listing).toContain("'rpc.system': 'libvirt'");
    expect(listing).toContain("'libvirt.outcome': 'ok'");
    expect(listing).toMatch(/'libvirt\.bytes_received': [1-9]/u);

    const failed = calls.find(({ name }) => name.endsWith('LOOKUP_BY_NAME'))?.text;
    expect(failed).toContain("'error.type': 'VIR_ERR_NO_DOMAIN'");
    expect(failed).toContain('status: { code: 2');
    expect(failed).toContain("'exception.type': 'VIR_ERR_NO_DOMAIN'");
    expect(failed).not.toContain('no such domain');
  });

  it('says why, where nobody answers', async () => {
    const { stdout, stderr, status } = await run('opentelemetry.mjs', ['qemu+unix:///system?socket=/run/none']);
    expect(stderr).toContain('/run/none does not exist');
    expect(spansIn(stdout).find(({ name }) => name === 'main')?.text).toContain('connection closed');
    expect(status).toBe(1);
  });
});
