import type { SshTarget } from '../uri/target.js';
import { quote } from './quote.js';

/** libvirt's own program that connects its standard input and output with a daemon. */
const HELPER = 'virt-ssh-helper';

function helperCommand({ name, readOnly }: SshTarget): string {
  return `${HELPER} ${readOnly ? '-r ' : ''}${quote(name)}`;
}

/** Some netcats end with their input only where they are told to, by an option that the others do not have. */
function netcatCommand({ netcat, socket }: SshTarget): string {
  const program = quote(netcat ?? 'nc');
  return (
    `if ${program} -q 2>&1 | grep "requires an argument" >/dev/null 2>&1; then ARG=-q0; else ARG=; fi; ` +
    `exec ${program} $ARG -U ${quote(socket)}`
  );
}

function script(target: SshTarget): string {
  switch (target.proxy) {
    case 'native':
      return `exec ${helperCommand(target)}`;
    case 'netcat':
      return netcatCommand(target);
    default:
      return `if command -v ${HELPER} >/dev/null 2>&1; then exec ${helperCommand(target)}; fi; ${netcatCommand(target)}`;
  }
}

/**
 * What the other host is to run, as its user's shell, whichever that is, is to be told. Nothing in the URI becomes more
 * than an argument there.
 */
export function remoteCommand(target: SshTarget): string {
  return `sh -c ${quote(script(target))}`;
}
