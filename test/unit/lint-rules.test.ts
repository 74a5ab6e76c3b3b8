import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BIOME = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');

/** What must not pass, and the rule that stops it, by the file in which it stands. */
const REFUSED = {
  'src/console.ts': ["console.error('seen');", 'lint/suspicious/noConsole'],
  'src/any.ts': ['export const value: any = 1;', 'lint/suspicious/noExplicitAny'],
  'src/as-any.ts': ['export const value: number = (1 as any) + 1;', 'lint/suspicious/noExplicitAny'],
  'src/ignore.ts': ["// @ts-ignore\nexport const value: number = 'no';", 'lint/suspicious/noTsIgnore'],
  'src/floating.ts': [
    'async function work(): Promise<void> {}\nexport function start(): void {\n  work();\n}',
    'lint/nursery/noFloatingPromises',
  ],
  'src/misused.ts': [
    'export function start(items: string[]): void {\n  items.forEach(async () => {});\n}',
    'lint/nursery/noMisusedPromises',
  ],
  'src/undeclared.ts': [
    "import { chunk } from 'lodash';\n\nexport const chunks: unknown = chunk;",
    'lint/correctness/noUndeclaredDependencies',
  ],
  'src/builtin.ts': [
    "import { open } from 'fs';\n\nexport const opens: unknown = open;",
    'lint/style/useNodejsImportProtocol',
  ],
  'src/value-import.ts': [
    "import { Stats } from 'node:fs';\n\nexport function size(stats: Stats): number {\n  return stats.size;\n}",
    'lint/style/useImportType',
  ],
  'test/focused.test.ts': [
    "import { it } from 'vitest';\n\nit.only('runs alone', () => {});",
    'lint/suspicious/noFocusedTests',
  ],
  'test/skipped.test.ts': [
    "import { it } from 'vitest';\n\nit.skip('runs never', () => {});",
    'lint/suspicious/noSkippedTests',
  ],
  'src/format.ts': ['export const list = [1,2]', 'format'],
} as const;

/** What the rules must leave alone. */
const ALLOWED = {
  'scripts/console.mjs': "console.log('a script tells what it does');",
  'src/good.ts': "import type { Stats } from 'node:fs';\n\nexport const size = (stats: Stats): number => stats.size;",
} as const;

describe('the lint', () => {
  const folder = mkdtempSync(join(tmpdir(), 'libvirt-rpc-lint-'));
  const found = new Map<string, string[]>();

  beforeAll(() => {
    for (const name of ['biome.json', 'package.json']) copyFileSync(join(ROOT, name), join(folder, name));
    const texts = [
      ...Object.entries(REFUSED).map(([file, [text]]) => [file, text] as const),
      ...Object.entries(ALLOWED),
    ];
    for (const [file, text] of texts) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `${text}\n`);
      found.set(file, []);
    }
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [BIOME, 'ci', '--reporter=json', '--colors=off', '--max-diagnostics=200'],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    );
    if (!stdout.startsWith('{')) throw new Error(`biome has not reported: ${stderr}`);
    const { diagnostics } = JSON.parse(stdout) as {
      diagnostics: { category: string; severity: string; location: { path: string } }[];
    };
    for (const { category, severity, location } of diagnostics) {
      if (severity === 'error' || severity === 'warning') found.get(location.path)?.push(category);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(Object.entries(REFUSED).map(([file, [, rule]]) => [rule, file]))('has %s stop %s', (rule, file) => {
    expect(found.get(file)).toEqual([rule]);
  });

  it.each(Object.keys(ALLOWED))('lets %s pass', (file) => {
    expect(found.get(file)).toEqual([]);
  });
});
