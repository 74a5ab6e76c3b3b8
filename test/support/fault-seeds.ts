/** `FIRST` or `FIRST:COUNT`, of the environment. */
const ASKED = process.env['LIBVIRT_RPC_FAULT_SEEDS'];

/** The seeds of conversations: so many, from 1 on, unless the environment asks for others. */
export function seedsOf(usual: number): { readonly first: number; readonly count: number } {
  if (ASKED === undefined) return { first: 1, count: usual };
  const [first = 1, count = 1] = ASKED.split(':').map(Number);
  return { first, count };
}

/** What holds one conversation again. */
export function replay(seed: number, project: string, file: string): string {
  return `LIBVIRT_RPC_FAULT_SEEDS=${seed} npx vitest run --project ${project} ${file}`;
}
