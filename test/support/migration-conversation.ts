import { FrameDecoder } from '../../src/protocol/frame-decoder.js';
import { VIR_NET_CALL } from '../../src/protocol/generated/net/index.js';
import { PROGRAM, procedures, type remote_typed_param } from '../../src/protocol/generated/remote/index.js';
import type { Procedure } from '../../src/protocol/procedure.js';

/** A step of a migration, as a client has told a daemon of it. */
export interface ToldStep {
  readonly procedure: string;
  readonly flags: string;
  /** By name; a description or a URI by its being there, since they differ each time. */
  readonly params: Record<string, unknown>;
  /** Whether anything is handed on from the other end. */
  readonly cookie: boolean;
  readonly cancelled: number | null;
}

interface StepArgs {
  readonly flags: number | bigint;
  readonly params?: readonly remote_typed_param[];
  readonly cookie_in?: Uint8Array;
  readonly cancelled?: number;
}

const STEPS = Object.values(procedures).filter(({ name }) => name.startsWith('DOMAIN_MIGRATE_')) as Procedure<
  StepArgs,
  unknown
>[];
const DIFFER = new Set(['destination_xml', 'migrate_uri']);

/** The steps of a migration in what a client has sent. */
export function toldSteps(sent: readonly Buffer[]): ToldStep[] {
  const told: ToldStep[] = [];
  const decoder = new FrameDecoder({
    frame: ({ header, bytes, start, end }) => {
      const step = STEPS.find(({ number }) => number === header.proc);
      if (step === undefined || header.prog !== PROGRAM || header.type !== VIR_NET_CALL) return;
      const { flags, params = [], cookie_in, cancelled } = step.args.decode(new Uint8Array(bytes.subarray(start, end)));
      told.push({
        procedure: step.name,
        flags: `0x${flags.toString(16)}`,
        params: Object.fromEntries(params.map(({ field, value }) => [field, DIFFER.has(field) || value.value])),
        cookie: (cookie_in?.length ?? 0) > 0,
        cancelled: cancelled ?? null,
      });
    },
    stray: () => {},
  });
  for (const bytes of sent) decoder.push(bytes);
  return told;
}
