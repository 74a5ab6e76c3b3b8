import { expect, it } from 'vitest';
import { aboutEndpoint, nameWhatWasFound } from '../../src/api/dial/about.js';
import { shownUri } from '../../src/api/uri/shown.js';

it.each([
  ['qemu:///system', 'qemu:///system'],
  ['qemu+ssh://joe@host.example:22/system?keyfile=/k', 'qemu+ssh://host.example:22/system?keyfile=/k'],
  ['qemu+tls://joe:pass@word@[::1]:1/system', 'qemu+tls://[::1]:1/system'],
  ['qemu+unix:///system?socket=/a%20b&mode=legacy', 'qemu+unix:///system?socket=/a%20b&mode=legacy'],
  ['esx://joe@host/dc/cluster?password=hunter2;no_verify=1', 'esx://host/dc/cluster?password=…&no_verify=1'],
  ['remote+tcp://h/?name=esx://joe:hunter2@esx/&NAME=x', 'remote+tcp://h/?name=…&NAME=…'],
  ['qemu+ext:///system?command=/bin/way%20--key%20hunter2', 'qemu+ext:///system?command=…'],
  ['test:///default#hunter2', 'test:///default'],
  ['test:///path@file?a', 'test:///path@file?a=…'],
  ['//joe:hunter2@host/system', '//host/system'],
  ['joe:hunter2@host', 'joe:host'],
  ['?#', ''],
])('%s is shown as %s', (uri, shown) => {
  expect(shownUri(uri)).toBe(shown);
});

it('a connection whose URI the daemon has found is known by it', () => {
  const target = { transport: 'unix', paths: [], programs: [] } as const;
  const endpoint = { uri: null, target } as unknown as Parameters<typeof aboutEndpoint>[0];
  const about = aboutEndpoint(endpoint, false);
  expect(about).toEqual({ uri: null, transport: 'unix', host: null, port: null });
  nameWhatWasFound(about, 'qemu:///system?secret=hunter2');
  expect(about.uri).toBe('qemu:///system?secret=…');
  nameWhatWasFound(about, 'lxc:///');
  expect(about.uri).toBe('qemu:///system?secret=…');
});
