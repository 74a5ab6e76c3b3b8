import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ensureDebianPackages } from '../../../scripts/setup/debian.mjs';
import { forgetServices, withoutServices } from '../../../scripts/setup/services.mjs';

describe('Debian packages', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('that are there need nobody to do anything', async () => {
    vi.spyOn(process, 'geteuid').mockReturnValue(1000);
    expect(await ensureDebianPackages(['dpkg', 'apt'])).toEqual({ changed: false, what: 'all there' });
  });

  it('that are missing are root’s business, and the error says what root is to do', async () => {
    vi.spyOn(process, 'geteuid').mockReturnValue(1000);
    await expect(ensureDebianPackages(['dpkg', 'libvirt-rpc-none'])).rejects.toThrow(
      'sudo apt-get install --no-install-recommends libvirt-rpc-none\n',
    );
  });
});

describe('services', () => {
  let folder: string;
  let policy: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'libvirt-rpc-services-'));
    policy = join(folder, 'policy-rc.d');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are not started while packages are installed', async () => {
    const mode = await withoutServices(async () => statSync(policy).mode & 0o777, policy);
    expect(mode).toBe(0o755);
    expect(existsSync(policy)).toBe(false);
  });

  it('are so until the installation fails, too', async () => {
    const failing = withoutServices(() => Promise.reject(new Error('no network')), policy);
    await expect(failing).rejects.toThrow('no network');
    expect(existsSync(policy)).toBe(false);
  });

  it('are the host’s own policy where it has one', async () => {
    writeFileSync(policy, 'of the host');
    expect(await withoutServices(async () => readFileSync(policy, 'utf8'), policy)).toBe('of the host');
    forgetServices(policy);
    expect(readFileSync(policy, 'utf8')).toBe('of the host');
  });

  it('can be started again after a set-up that was killed', async () => {
    let text = '';
    await withoutServices(async () => {
      text = readFileSync(policy, 'utf8');
    }, policy);
    writeFileSync(policy, text);
    forgetServices(policy);
    expect(existsSync(policy)).toBe(false);
  });
});
