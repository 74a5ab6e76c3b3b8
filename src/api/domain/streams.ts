import type { Duplex, Readable } from 'node:stream';
import { procedures } from '../../protocol/generated/remote/index.js';
import { sessionOf } from '../connection/base.js';
import type { DomainChannelFlags, DomainConsoleFlags } from '../generated/constants.js';
import { wireOf } from '../object.js';
import { openedReadable } from '../streams/opened.js';
import { openingOf } from '../streams/opening.js';
import type { StreamOptions } from '../streams/options.js';
import { RemoteDuplex } from '../streams/remote-duplex.js';
import { DomainFiles } from './files.js';

/** What `Domain.screenshot` returns. */
export interface Screenshot {
  /** `'image/x-portable-pixmap'`, `'image/png'`, … */
  readonly mimeType: string | null;
  /** The picture. */
  readonly stream: Readable;
}

/**
 * What comes out of a domain, and goes into it, as streams.
 *
 * The protocol has no flow control of its own: while a stream is full and nobody reads it, replies and events of the
 * connection come later, and after 16 MiB more not at all until it is read or destroyed.
 */
export abstract class DomainStreams extends DomainFiles {
  /**
   * Opens a running domain's console. The call is made at once, and its failure is an error of the stream; the stream
   * emits `ready` when the daemon has opened it. The protocol has no half of a stream: `end` closes the console in order,
   * with what was written, and ends what is read as well. The stream ends when the domain does; when somebody else opens
   * the console with `FORCE`, it fails with what the daemon says of that, a `RemoteError` such as `stream had I/O failure`.
   *
   * C: [virDomainOpenConsole](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainOpenConsole)
   *
   * @param devName the alias of a console, serial or parallel device; `null`: the first console
   * @param flags `DomainConsoleFlags`: `FORCE`, which the lxc driver does not know, takes it from whoever has it open;
   *   with `SAFE`, it is opened only where the driver can tell that nobody has
   * @throws TypeError before anything is sent
   * @since libvirt 0.8.6
   */
  openConsole(devName: string | null = null, flags: DomainConsoleFlags = 0, options?: StreamOptions): Duplex {
    const args = { dom: wireOf(this), dev_name: devName, flags };
    return new RemoteDuplex(openingOf(sessionOf(this.connection), procedures.DOMAIN_OPEN_CONSOLE, args, options));
  }

  /**
   * Opens the host's end of a running domain's channel, as `openConsole` opens a console.
   *
   * C: [virDomainOpenChannel](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainOpenChannel)
   *
   * @param name the channel's target name or alias; `null`: the first channel
   * @param flags `DomainChannelFlags`: `FORCE` takes it from whoever has it open
   * @throws TypeError before anything is sent
   * @since libvirt 1.0.2
   */
  openChannel(name: string | null = null, flags: DomainChannelFlags = 0, options?: StreamOptions): Duplex {
    const args = { dom: wireOf(this), name, flags };
    return new RemoteDuplex(openingOf(sessionOf(this.connection), procedures.DOMAIN_OPEN_CHANNEL, args, options));
  }

  /**
   * Takes a picture of what a running domain's screen shows.
   *
   * C: [virDomainScreenshot](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainScreenshot)
   *
   * @param screen which, from 0
   * @param flags none are defined: 0
   * @returns the picture's MIME type, and the picture: read it, or destroy it
   * @since libvirt 0.9.2
   */
  async screenshot(screen = 0, flags = 0, options?: StreamOptions): Promise<Screenshot> {
    const args = { dom: wireOf(this), screen, flags };
    const session = sessionOf(this.connection);
    const { ret, stream } = await openedReadable(session, procedures.DOMAIN_SCREENSHOT, args, options);
    return { mimeType: ret.mime, stream };
  }
}
