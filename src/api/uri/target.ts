/** The sockets of this host that a daemon may listen on. */
export interface UnixTarget {
  readonly transport: 'unix';
  /** The best first. */
  readonly paths: readonly string[];
  /** The programs of which one is started where nobody listens, the best first. */
  readonly programs: readonly string[];
}

/** A host's TCP port. */
export interface TcpTarget {
  readonly transport: 'tcp';
  readonly host: string;
  readonly port: number;
}

/** A host's TCP port, where TLS is spoken. */
export interface TlsTarget {
  readonly transport: 'tls';
  readonly host: string;
  readonly port: number;
  /** The directory of the keys and certificates, where one is named. */
  readonly pkiPath: string | null;
  /** Whether the daemon's certificate must be one that is trusted. */
  readonly verify: boolean;
  /** Whether this client's own are looked at before they are used. */
  readonly sanity: boolean;
  /** A GnuTLS priority string. */
  readonly priority: string | null;
}

/** How a host's keys are checked, as libssh is told. */
export const KNOWN_HOSTS_VERIFY = ['normal', 'auto', 'ignore'] as const;

/** What leads, on the other host, from ssh to the daemon. */
export const PROXIES = ['auto', 'netcat', 'native'] as const;

/** A host that ssh leads to. */
export interface SshTarget {
  readonly transport: 'ssh';
  readonly host: string;
  readonly port: number | null;
  readonly user: string | null;
  /** This host's program. */
  readonly command: string;
  readonly keyFile: string | null;
  readonly knownHosts: string | null;
  readonly knownHostsVerify: (typeof KNOWN_HOSTS_VERIFY)[number] | null;
  /** Ways to log in, as libssh is told: `'agent'`, `'privkey'`, `'password'`, `'keyboard-interactive'`. */
  readonly sshAuth: readonly string[] | null;
  readonly verify: boolean;
  /** Whether it may ask at the terminal, where there is one. */
  readonly tty: boolean;
  readonly proxy: (typeof PROXIES)[number];
  /** The other host's program. */
  readonly netcat: string | null;
  /** The other host's socket. */
  readonly socket: string;
  /** What virt-ssh-helper opens a daemon for. */
  readonly name: string;
  readonly readOnly: boolean;
}

/** A program that leads to a daemon. */
export interface ExtTarget {
  readonly transport: 'ext';
  readonly command: string;
}

/** What leads to a daemon. */
export type Target = UnixTarget | TcpTarget | TlsTarget | SshTarget | ExtTarget;
