/** A word that a shell takes for exactly this text: sh and its likes, csh, fish. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
