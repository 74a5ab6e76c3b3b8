import { AuthFileError, credentialsIn } from '../../../src/api/auth/auth-file.js';
import { withListenFds } from '../../../src/api/listen-fds.js';
import { checkElsewhere } from '../../../src/api/migration/destination-uri.js';
import { versionsOf } from '../../../src/api/tls/priority.js';
import { ConfSyntaxError, parseConf } from '../../../src/api/uri/conf-file.js';
import { resolveUri } from '../../../src/api/uri/resolve.js';
import { resolveAdminUri } from '../../../src/api/uri/resolve-admin.js';
import { AuthError, ConnectionError, UnsupportedError } from '../../../src/errors.js';
import { formatUuid, parseUuid } from '../../../src/protocol/uuid.js';
import { parseXml, XmlSyntaxError } from '../../../src/testing/world/xml.js';
import { mutateText } from './mutate-text.js';
import type { Target } from './target.js';

interface TextInput {
  readonly kind: string;
  readonly text: string;
}

/** How a kind of texts is read, what it looks like, and the errors that reading it may end in. */
interface Kind {
  readonly seeds: readonly string[];
  readonly errors: readonly (abstract new (...args: never) => Error)[];
  readonly read: (text: string) => unknown;
}

const CONF = `# comment
uri_default = "qemu:///system"
uri_aliases = [
  "hail=qemu+ssh://root@hail.example.com/system", # with one behind
  'sleet=qemu+tls://sleet.example.com/system',
]
remote_mode = 'auto'
number = -7
long = """one
two"""
`;

const AUTH = `# comment
[credentials-test]
username=fred
password=123\\s456\\\\
[auth-libvirt-h]
credentials=test
[auth-libvirt-default]
credentials = test
`;

const URIS = [
  'qemu:///system',
  'test:///default',
  'qemu+ssh://root@[::1]:2222/system?keyfile=/k&no_verify=1&netcat=nc&proxy=native&command=/usr/bin/ssh',
  'qemu+tls://h.example.com/system?pkipath=/pki&no_verify=0&tls_priority=NORMAL:-VERS-ALL:%2BVERS-TLS1.3',
  'lxc+unix:///system?socket=/run/s&mode=direct#fragment',
  'xen+tcp://user%40realm@h:16509/?auth=sasl.SCRAM-SHA-256&name=xen:///&authfile=/a',
  'qemu+ext:///system?command=/bin/virt&x=y%26z',
  'qemu+libssh2://h/session?known_hosts=/k&known_hosts_verify=ignore&sshauth=agent',
];

/** What the files are that a client reads: the text itself is the settings. */
const hostWith = (conf: string | null) => ({
  env: {},
  root: true,
  home: '/root',
  readText: async () => conf,
  exists: () => true,
});

const KINDS: Readonly<Record<string, Kind>> = {
  conf: { seeds: [CONF], errors: [ConfSyntaxError], read: parseConf },
  settings: {
    seeds: [CONF],
    errors: [ConnectionError, TypeError],
    read: (text) => resolveUri('hail', { readOnly: false }, hostWith(text)),
  },
  auth: { seeds: [AUTH], errors: [AuthFileError], read: (text) => credentialsIn(text, 'libvirt', 'h') },
  uri: {
    seeds: URIS,
    errors: [TypeError, UnsupportedError, ConnectionError, AuthError],
    read: (text) => resolveUri(text, { readOnly: false }, hostWith(null)),
  },
  admin: {
    seeds: ['libvirtd:///system', 'virtqemud+unix:///session?socket=/run/s'],
    errors: [TypeError, UnsupportedError, ConnectionError],
    read: (text) => resolveAdminUri(text, hostWith(null)),
  },
  destination: { seeds: URIS, errors: [TypeError], read: checkElsewhere },
  priority: {
    seeds: ['NORMAL:-VERS-ALL:+VERS-TLS1.2:+VERS-TLS1.3', 'normal:!VERS-SSL3.0'],
    errors: [UnsupportedError],
    read: versionsOf,
  },
  uuid: {
    seeds: ['c7a5fdbd-edaf-9455-926a-d65c16db1809', ' C7A5FDBDEDAF9455926AD65C16DB1809\n'],
    errors: [TypeError],
    read: (text) => {
      const bytes = parseUuid('uuid', text);
      if (formatUuid(parseUuid('uuid', formatUuid(bytes))) !== formatUuid(bytes)) throw new Error('it is another now');
    },
  },
  xml: {
    seeds: [
      '<?xml version="1.0"?><domain type=\'lxc\'><!-- c --><name>a&amp;b</name><os><type arch="x">exe</type><init/></os><x><![CDATA[y]]></x></domain>',
    ],
    errors: [XmlSyntaxError],
    read: parseXml,
  },
  listen: {
    seeds: [
      '<domain><os><type>exe</type><init>/x</init><initenv name="A">b</initenv></os></domain>',
      '<domain><!-- <os> --><os a="b"/></domain>',
    ],
    errors: [TypeError],
    read: (text) => {
      const xml = withListenFds(text, ['a', 'b']);
      if (!xml.includes("<initenv name='LISTEN_FDS'>2</initenv>")) throw new Error(`nothing was added: ${xml}`);
    },
  },
};

/** Milliseconds that no text of this size takes, unless a pattern tries everything. */
const PATIENCE = 2000;

/** Texts that people write: each is read, or is refused by the error that is documented. */
export const textTarget: Target<TextInput> = {
  name: 'text',
  share: 8,
  generate(random, corpus) {
    const kind = random.pick(Object.keys(KINDS));
    return this.vary({ kind, text: random.pick((KINDS[kind] as Kind).seeds) }, random, corpus);
  },
  vary({ kind, text }, random) {
    return { kind, text: mutateText(text, random, (KINDS[kind] as Kind).seeds) };
  },
  async check({ kind, text }) {
    const { read, errors } = KINDS[kind] as Kind;
    const begun = performance.now();
    try {
      await read(text);
    } catch (error) {
      if (!errors.some((type) => error instanceof type)) throw error;
      // Of Node's own errors, those that this library makes have a code.
      if (error instanceof TypeError && !('code' in error)) throw error;
    }
    const took = performance.now() - begun;
    if (took > PATIENCE) throw new Error(`${took} ms for ${text.length} characters`);
  },
};
