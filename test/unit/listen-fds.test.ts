import { DOMParser } from '@xmldom/xmldom';
import { describe, expect, it } from 'vitest';
import { withListenFds } from '../../src/api/listen-fds.js';

const domain = (os: string, around = ''): string =>
  `<domain type='lxc'>${around}<name>web</name>${os}<devices><console type='pty'/></devices></domain>`;

const PLAIN = domain('<os><type>exe</type><init>/bin/init</init></os>');

/** What the init of a description is told, by an XML parser that is not the library's. */
function told(xml: string): Record<string, string> {
  const document = new DOMParser({ onError: (level, text) => expect.fail(`${level}: ${text}`) }).parseFromString(
    xml,
    'text/xml',
  );
  const found: Record<string, string> = {};
  for (const os of Array.from(document.documentElement?.childNodes ?? [])) {
    if (os.nodeName !== 'os') continue;
    for (const element of Array.from(os.childNodes)) {
      if (element.nodeName !== 'initenv') continue;
      found[(element as unknown as { getAttribute(name: string): string }).getAttribute('name')] =
        element.textContent ?? '';
    }
  }
  return found;
}

describe('withListenFds', () => {
  it('tells init how many descriptors there are, and what they are called', () => {
    expect(withListenFds(PLAIN, ['http', 'log'])).toBe(
      domain(
        '<os><type>exe</type><init>/bin/init</init>' +
          "<initenv name='LISTEN_FDS'>2</initenv><initenv name='LISTEN_PID'>1</initenv>" +
          "<initenv name='LISTEN_FDNAMES'>http:log</initenv></os>",
      ),
    );
    expect(told(withListenFds(PLAIN, 3))).toEqual({ LISTEN_FDS: '3', LISTEN_PID: '1' });
    expect(told(withListenFds(PLAIN, 0))).toEqual({ LISTEN_FDS: '0', LISTEN_PID: '1' });
    expect(told(withListenFds(PLAIN, 32))).toEqual({ LISTEN_FDS: '32', LISTEN_PID: '1' });
  });

  it('leaves names out where they come to nothing, which libvirt does not take', () => {
    expect(told(withListenFds(PLAIN, []))).toEqual({ LISTEN_FDS: '0', LISTEN_PID: '1' });
    expect(told(withListenFds(PLAIN, ['']))).toEqual({ LISTEN_FDS: '1', LISTEN_PID: '1' });
    expect(told(withListenFds(PLAIN, ['', '']))).toEqual({ LISTEN_FDS: '2', LISTEN_PID: '1', LISTEN_FDNAMES: ':' });
  });

  it('writes names as XML does', () => {
    const names = ['a & b', '<tag>', `'"`];
    expect(told(withListenFds(PLAIN, names))['LISTEN_FDNAMES']).toBe(names.join(':'));
  });

  it.each<[string, string]>([
    ['an empty <os/>', domain('<os/>')],
    ['an empty <os /> with attributes', domain(`<os firmware="a/>b" />`)],
    ['an <os> with attributes', domain(`<os firmware='x > y'><type>exe</type></os>`)],
    ['an end tag with white space', domain('<os><type>exe</type></os\n>')],
    ['a comment with an <os>', domain('<os><type>exe</type></os>', '<!-- <os></os> <domain><os> -->')],
    ['a comment within', domain('<os><type>exe</type><!-- </os> --></os>')],
    ['a comment with variables', domain(`<os><type>exe</type><!-- <initenv name='LISTEN_FDS'>1</initenv> --></os>`)],
    ['CDATA with an <os>', domain('<os><type>exe</type></os>', '<title><![CDATA[<os></os>]]></title>')],
    ['CDATA within', domain('<os><type>exe</type><initarg><![CDATA[</os></domain>]]></initarg></os>')],
    ['an escaped <os>', domain('<os><type>exe</type></os>', '<title>&lt;os&gt;&lt;/os&gt;</title>')],
    ['an <os> in metadata', domain('<os><type>exe</type></os>', '<metadata><m:x xmlns:m="m"><os/></m:x></metadata>')],
    ['an <os> within an <os>', domain('<os><os></os><type>exe</type></os>')],
    ['an attribute with an end tag', domain('<os><type>exe</type></os>', `<title a="&lt;/os>" b='>'>t</title>`)],
    ['a name that begins alike', domain('<oss></oss><os><type>exe</type></os>')],
    ['another variable', domain(`<os><type>exe</type><initenv name='LISTEN_FDS_START'>3</initenv></os>`)],
    ['a declaration', `<?xml version="1.0"?>\n<?pi <os> ?>\n${domain('<os><type>exe</type></os>')}`],
    [
      'a document type',
      `<!DOCTYPE domain [<!ENTITY os "<os></os>"> <!-- ] -->]>${domain('<os><type>exe</type></os>')}`,
    ],
    ['a byte order mark and CRLF', `\ufeff${domain('\r\n<os>\r\n<type>exe</type>\r\n</os>\r\n')}`],
  ])('finds its place beside %s', (_, xml) => {
    const result = withListenFds(xml, ['http']);
    const { LISTEN_FDS_START, ...rest } = told(result.replace('\ufeff', ''));
    expect(rest).toEqual({ LISTEN_FDS: '1', LISTEN_PID: '1', LISTEN_FDNAMES: 'http' });
    expect(LISTEN_FDS_START).toBe(xml.includes('LISTEN_FDS_START') ? '3' : undefined);
    // Nothing else has changed.
    const added = /<initenv name='LISTEN_FDS'>1<\/initenv><initenv name='LISTEN_PID'>1<\/initenv>.*?<\/initenv>/u;
    const without = result.replace(added, '');
    expect([xml, xml.replace(/<os((?:[^<>"]|"[^"]*")*?)\s*\/>/u, '<os$1></os>')]).toContain(without);
  });

  it('keeps the attributes of an empty <os/>', () => {
    expect(withListenFds(domain(`<os firmware='efi' />`), 0)).toContain(`<os firmware='efi'><initenv`);
  });

  it.each<[string, unknown, string]>([
    ['sets LISTEN_FDS already', domain(`<os><initenv name='LISTEN_FDS'>1</initenv></os>`), 'xml'],
    ['sets LISTEN_PID already', domain(`<os><initenv\n name = "LISTEN_PID" >1</initenv></os>`), 'xml'],
    ['has no <os> element in its <domain>', domain(''), 'xml'],
    ['has no <os> element in its <domain>', domain('<!-- <os/> -->'), 'xml'],
    ['has no <os> element in its <domain>', '<os></os>', 'xml'],
    ['has no <os> element in its <domain>', '<domainsnapshot><domain><os/></domain></domainsnapshot>', 'xml'],
    ['has no <os> element in its <domain>', '', 'xml'],
    ['must be a string; got null', null, 'xml'],
  ])('refuses a description that %s', (message, xml) => {
    expect(() => withListenFds(xml as string, 1)).toThrow(TypeError);
    expect(() => withListenFds(xml as string, 1)).toThrow(`xml ${message}`);
  });

  it.each<[unknown, ErrorConstructor, string]>([
    [33, RangeError, 'files must be from 0 to 32 descriptors; got 33'],
    [-1, RangeError, 'got -1'],
    [1.5, RangeError, 'got 1.5'],
    [Number.NaN, RangeError, 'got NaN'],
    ['2', TypeError, 'files must be a number, or an array of names'],
    [null, TypeError, 'files must be a number'],
    [new Array(33).fill('n'), RangeError, 'got 33'],
    [['a:b'], TypeError, 'files[0] must be at most 255 printable ASCII characters, none of them a colon'],
    [['ok', 'a\nb'], TypeError, 'files[1] must be'],
    [['ü'], TypeError, 'files[0] must be'],
    [['x'.repeat(256)], TypeError, 'files[0] must be'],
    [[7], TypeError, 'files[0] must be a string'],
  ])('refuses %j', (files, type, message) => {
    expect(() => withListenFds(PLAIN, files as number)).toThrow(type);
    expect(() => withListenFds(PLAIN, files as number)).toThrow(message);
  });

  it('does not take long over what is no XML', () => {
    const begun = performance.now();
    for (const text of ['<', '<a ', '<a="', '</', '<?', '<!', '<!--', '<![CDATA[', '<!DOCTYPE ', '<!DOCTYPE [', '&']) {
      expect(() => withListenFds(text.repeat(100_000), 1)).toThrow(TypeError);
    }
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});
