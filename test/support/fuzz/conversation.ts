import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One message, as it travelled. */
export interface Recorded {
  readonly from: 'client' | 'daemon';
  readonly bytes: Buffer;
  /** How many descriptors followed it. */
  readonly fds: number;
}

/** What a client and a daemon said to each other, in the order in which the client saw it. */
export interface Conversation {
  readonly name: string;
  readonly messages: readonly Recorded[];
}

const SUFFIX = '.txt';

/** A line for each message: who sent it, how many descriptors came with it, and its bytes. */
export function written(messages: readonly Recorded[]): string {
  return messages
    .map(({ from, fds, bytes }) => `${from === 'client' ? '>' : '<'} ${fds} ${bytes.toString('base64')}\n`)
    .join('');
}

/** @throws Error for what `written` does not write */
export function parsed(name: string, text: string): Conversation {
  const messages = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Recorded => {
      const [, side, fds, bytes] = /^([<>]) (\d+) (\S+)$/u.exec(line) ?? [];
      if (bytes === undefined) throw new Error(`${name} has a line that is no message: ${line.slice(0, 40)}`);
      return { from: side === '>' ? 'client' : 'daemon', fds: Number(fds), bytes: Buffer.from(bytes, 'base64') };
    });
  return { name, messages };
}

/** All that were recorded. */
export function readConversations(folder: string): readonly Conversation[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(SUFFIX))
    .sort();
  return files.map((file) => parsed(file.slice(0, -SUFFIX.length), readFileSync(join(folder, file), 'utf8')));
}
