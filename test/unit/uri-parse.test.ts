import { describe, expect, it } from 'vitest';
import { CLIENT } from '../../src/api/uri/meant.js';
import { parseUri } from '../../src/api/uri/parse.js';

const parsed = (uri: string) => {
  const { params, ...rest } = parseUri(uri, CLIENT);
  return { ...rest, params: Object.fromEntries(params) };
};

const LOCAL = {
  driver: 'lxc',
  transport: null,
  user: null,
  server: null,
  port: null,
  path: '/system',
  fragment: null,
  params: {},
};

describe('a URI', () => {
  it.each<[string, object]>([
    ['lxc:///system', LOCAL],
    ['lxc:/system', LOCAL],
    ['LXC:///system', LOCAL],
    ['lxc:///', { ...LOCAL, path: '/' }],
    ['lxc://', { ...LOCAL, path: '' }],
    ['lxc:', { ...LOCAL, path: '' }],
    ['lxc+unix:///system', { ...LOCAL, transport: 'unix' }],
    ['lxc+UNIX:///system', { ...LOCAL, transport: 'unix' }],
    ['xen', { ...LOCAL, driver: 'xen' }],
    ['xen://', { ...LOCAL, driver: 'xen' }],
    ['test:///default', { ...LOCAL, driver: 'test', path: '/default' }],
    ['test:///a/file%20of%20mine.xml', { ...LOCAL, driver: 'test', path: '/a/file of mine.xml' }],
    ['lxc+ssh://root@host:22/system', { ...LOCAL, transport: 'ssh', user: 'root', server: 'host', port: 22 }],
    ['lxc://[::1]/system', { ...LOCAL, server: '::1' }],
    ['lxc://[::1]:16514/system', { ...LOCAL, server: '::1', port: 16_514 }],
    ['lxc://[fe80::1%25eth0]/system', { ...LOCAL, server: 'fe80::1%eth0' }],
    ['lxc+ssh://me%40home@host/system', { ...LOCAL, transport: 'ssh', user: 'me@home', server: 'host' }],
    ['lxc+ssh://me@home@host/system', { ...LOCAL, transport: 'ssh', user: 'me@home', server: 'host' }],
    ['lxc+ssh://me@/system', { ...LOCAL, transport: 'ssh', user: 'me' }],
    ['lxc+tcp://:99/system', { ...LOCAL, transport: 'tcp', port: 99 }],
    ['lxc+tcp://host:/system', { ...LOCAL, transport: 'tcp', server: 'host' }],
    ['lxc:///system#frag%20ment', { ...LOCAL, fragment: 'frag ment' }],
    ['lxc:///system?colour&shape=&size=1', { ...LOCAL, params: { colour: '', shape: '', size: '1' } }],
    ['lxc:///system?SOCKET=/a&Colour=red', { ...LOCAL, params: { socket: '/a', Colour: 'red' } }],
    ['lxc:///system?', LOCAL],
    ['lxc:///system?socket=/a/b&mode=direct', { ...LOCAL, params: { socket: '/a/b', mode: 'direct' } }],
    ['lxc:///system?socket=/a/b;mode=direct', { ...LOCAL, params: { socket: '/a/b', mode: 'direct' } }],
    ['lxc:///system?socket=/a%3Fb%26c+d=e#f', { ...LOCAL, params: { socket: '/a?b&c+d=e' }, fragment: 'f' }],
    ['lxc:///system?&&socket=/a&', { ...LOCAL, params: { socket: '/a' } }],
  ])('%s', (uri, wanted) => {
    expect(parsed(uri)).toEqual(wanted);
  });

  it.each<[unknown, string]>([
    ['lxc:///sys\ud800', 'has half of a surrogate pair'],
    ['', 'uri is "", which is neither a connection URI such as "lxc:///system" nor an alias of libvirt.conf'],
    ['system', 'which is neither'],
    ['//system', 'which is neither'],
    ['1xc:///system', 'which is neither'],
    [':///system', 'which is neither'],
    ['lxc ///system', 'which is neither'],
    ['lxc://system', 'where a slash is missing: lxc:///system'],
    ['qemu+unix://session', 'where a slash is missing: qemu:///session'],
    ['test://default', 'where a slash is missing: test:///default'],
    ['lxc:system', 'where slashes are missing: lxc:///system'],
    ['lxc:///%zz', 'has a percent sign that begins no character'],
    ['lxc:///system?socket=%ff', 'has a percent sign that begins no character'],
    ['lxc:///system?socket', 'has the parameter "socket" without a value'],
    ['lxc:///system?socket=', 'has the parameter "socket" without a value'],
    ['lxc:///system?mode=a&mode=b', 'has the parameter "mode" more than once'],
    ['lxc:///system?mode=a&m%6fde=b', 'has the parameter "mode" more than once'],
    ['lxc:///system?mode=a&MODE=b', 'has the parameter "mode" more than once'],
    ['lxc:///system?=x', 'has a parameter without a name'],
    ['lxc:///a%00b', 'has a NUL character'],
    ['lxc://host:0/system', 'has the port 0: there are 1 to 65535'],
    ['lxc://host:65536/system', 'has the port 65536'],
    ['lxc://host:ssh/system', 'has a port that is no number'],
    ['lxc://[host]/system', 'has "host" for an IPv6 address, which it is not'],
    ['lxc://::1/system', 'one of IPv6 stands in brackets'],
    ['lxc://a%20b/system', 'has "a b" for a host'],
    ['lxc://me:secret@host/system', 'has a password before its host'],
    [7, 'uri must be a string, null or undefined; got 7'],
    [new URL('lxc:///system'), 'uri must be a string, null or undefined; got an instance of URL'],
  ])('that is none: %j', (uri, message) => {
    expect(() => parseUri(uri as string, CLIENT)).toThrow(TypeError);
    expect(() => parseUri(uri as string, CLIENT)).toThrow(message);
  });
});

it('a password in a URI is in no message', () => {
  const error = (() => {
    try {
      return parseUri('lxc+ssh://me:s3cr3t@host/system', CLIENT);
    } catch (reason) {
      return reason;
    }
  })();
  expect(String(error)).not.toContain('s3cr3t');
});
