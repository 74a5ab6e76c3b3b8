// @ts-check
import { fileURLToPath } from 'node:url';

const INIT = fileURLToPath(new URL('init.mjs', import.meta.url));

/**
 * Notes which descriptors it was started with, before Node opens some of its own, and becomes Node. What the shell
 * opens to list the folder is listed too, and is closed when it is looked at.
 */
const SHELL = `for fd in /proc/$$/fd/*; do if [ -e "$fd" ]; then DESCRIPTORS="$DESCRIPTORS \${fd##*/}"; fi; done
export DESCRIPTORS
exec "$@"`;

/** @param {string} text */
function escapeText(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * A container that shares the host's files and has no network at all: what it can be reached by is what it is handed.
 *
 * @param {string} name
 */
export function containerXml(name) {
  const args = ['-c', SHELL, 'sh', process.execPath, INIT].map((arg) => `<initarg>${escapeText(arg)}</initarg>`);
  return `<domain type='lxc'>
  <name>${name}</name>
  <memory unit='MiB'>256</memory>
  <vcpu>1</vcpu>
  <os><type>exe</type><init>/bin/sh</init>${args.join('')}</os>
  <features><privnet/></features>
  <devices><console type='pty'/></devices>
</domain>`;
}
