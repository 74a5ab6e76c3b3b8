/** How far connecting has come, for the error of what comes no further. */
export class Progress {
  /** What there is no answer to yet: `'nobody has answered at …'`. */
  stage: string | null = null;
  /** Whether somebody may be asked now, who answers when they like. */
  asking = false;

  reach(stage: string, asking = false): void {
    this.stage = stage;
    this.asking = asking;
  }
}
