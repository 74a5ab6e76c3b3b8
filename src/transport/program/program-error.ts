import type { ChildProcess } from 'node:child_process';

/** As many lines of what a program said as an error shows. */
const LINES = 5;

/** A program that led to a daemon, and does not any more, or never did. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError';
  readonly command: string;
  /** `null`: a signal ended it, or it has not ended. */
  readonly status: number | null;
  /** The last lines that it wrote on standard error. */
  readonly stderr: string;

  constructor(
    command: string,
    what: string,
    { status = null, stderr = '', ...options }: ErrorOptions & { status?: number | null; stderr?: string } = {},
  ) {
    super(`${command} ${what}`, options);
    this.command = command;
    this.status = status;
    this.stderr = stderr;
  }

  /** Of a program that has ended the connection. @param cause what went wrong with its pipes */
  static ended(program: ChildProcess, command: string, stderr: string, cause: Error | null): ProgramError {
    const { exitCode: status, signalCode: signal } = program;
    const how =
      status === null
        ? signal === null
          ? 'closed its output'
          : `was ended by ${signal}`
        : `ended with status ${status}`;
    const said = stderr.split('\n').slice(-LINES).join('\n');
    return new ProgramError(command, said === '' ? `${how}, and said nothing` : `${how}: ${said}`, {
      status,
      stderr: said,
      ...(cause === null ? {} : { cause }),
    });
  }
}
