import { describe, expect, it } from 'vitest';
import { AuthFileError, credentialsIn } from '../../src/api/auth/auth-file.js';

const found = (text: string, host = 'localhost'): object => Object.fromEntries(credentialsIn(text, 'libvirt', host));

const FILE = `# Who manages what.
[credentials-test]
authname=fred
password=12=34 #5

[credentials-prod]
  authname = bar
password =   two words\\s

[auth-libvirt-test1.example.com]
credentials=test
[auth-libvirt-default]
credentials=prod
[auth-esx-esx.example.com]
credentials=none
`;

describe('a file of credentials', () => {
  it('has those of a host, and of all others', () => {
    expect(found(FILE, 'test1.example.com')).toEqual({ authname: 'fred', password: '12=34 #5' });
    expect(found(FILE, 'elsewhere')).toEqual({ authname: 'bar', password: 'two words ' });
  });

  it('may have none', () => {
    for (const text of ['', '\n\n# only\n', '[auth-esx-localhost]\ncredentials=x']) expect(found(text)).toEqual({});
  });

  it('has a group in pieces, and the last of two values', () => {
    const text =
      '[auth-libvirt-localhost]\ncredentials=a\n[credentials-a]\nauthname=x\n[other]\n[credentials-a]\r\nauthname=y\r\n';
    expect(found(text)).toEqual({ authname: 'y' });
  });

  it('has escapes', () => {
    const text = '[auth-libvirt-localhost]\ncredentials=a\n[credentials-a]\npassword=\\s\\t\\n\\r\\\\s\n';
    expect(found(text)).toEqual({ password: ' \t\n\r\\s' });
  });

  it.each<[string, string, number | null]>([
    ['a line of nothing known', '[a]\nsecret', 2],
    ['another kind of comment', '; no', 1],
    ['a value outside of groups', '\nauthname=secret', 2],
    ['a group that has no name', '[]', 1],
    ['no credentials for a host', '[auth-libvirt-localhost]\n', null],
    ['credentials that are not there', '[auth-libvirt-localhost]\ncredentials=a\n', null],
    ['an escape of nothing', '[auth-libvirt-localhost]\ncredentials=a\n[credentials-a]\npassword=secret\\x', null],
  ])('must not have %s', (_, text, line) => {
    let error: unknown;
    try {
      found(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(AuthFileError);
    expect(error).toMatchObject({ line });
    expect((error as Error).message).not.toContain('secret');
  });
});
