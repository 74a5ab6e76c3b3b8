import { describe, expect, it } from 'vitest';
import { CLIENT } from '../../src/api/uri/meant.js';
import { parseUri } from '../../src/api/uri/parse.js';

const parsed = (uri: string) => {
  const { params, ...rest } = parseUri(uri, CLIENT);
  return { ...rest, params: Object.fromEntries(params) };
};

const LOCAL = { driver: 'lxc', transport: null, server: null, path: '/system', params: {} };

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
    ['qemu+ssh://root@host:22/system', { ...LOCAL, driver: 'qemu', transport: 'ssh', server: 'root@host:22' }],
    ['qemu://[::1]/system', { ...LOCAL, driver: 'qemu', server: '[::1]' }],
    ['lxc:///system#fragment', LOCAL],
    ['lxc:///system?', LOCAL],
    ['lxc:///system?socket=/a/b&mode=direct', { ...LOCAL, params: { socket: '/a/b', mode: 'direct' } }],
    ['lxc:///system?socket=/a/b;mode=direct', { ...LOCAL, params: { socket: '/a/b', mode: 'direct' } }],
    ['lxc:///system?socket=/a%3Fb%26c+d=e#f', { ...LOCAL, params: { socket: '/a?b&c+d=e' } }],
    ['lxc:///system?&&socket=/a&', { ...LOCAL, params: { socket: '/a' } }],
  ])('%s', (uri, wanted) => {
    expect(parsed(uri)).toEqual(wanted);
  });

  it.each<[unknown, string]>([
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
    [7, 'uri must be a string, null or undefined; got 7'],
    [new URL('lxc:///system'), 'uri must be a string, null or undefined; got an instance of URL'],
  ])('that is none: %j', (uri, message) => {
    expect(() => parseUri(uri as string, CLIENT)).toThrow(TypeError);
    expect(() => parseUri(uri as string, CLIENT)).toThrow(message);
  });
});
