import { type ChannelListener, subscribe, tracingChannel, unsubscribe } from 'node:diagnostics_channel';
import { onTestFinished } from 'vitest';

/** The steps of a tracing channel, in the order in which they can be told. */
const STEPS = ['start', 'end', 'error', 'asyncStart', 'asyncEnd'] as const;

/** Listens to a channel for as long as the test runs. @returns what was told, as it comes */
export function heard<Message>(name: string): Message[] {
  const messages: Message[] = [];
  const listener: ChannelListener = (message) => void messages.push(message as Message);
  subscribe(name, listener);
  onTestFinished(() => void unsubscribe(name, listener));
  return messages;
}

/** What a tracing channel told. */
export interface Traced<Message> {
  /** Those that have begun, and those that have ended. */
  readonly begun: Message[];
  readonly ended: Message[];
  /** Every step, in order. */
  readonly steps: string[];
}

/** As `heard`, of a tracing channel. */
export function traced<Message extends object>(name: string): Traced<Message> {
  const told: Traced<Message> = { begun: [], ended: [], steps: [] };
  const { begun, ended, steps } = told;
  const listen = (step: string) => (message: unknown) => {
    steps.push(step);
    if (step === 'start') begun.push(message as Message);
    if (step === 'asyncEnd') ended.push(message as Message);
  };
  const [start, end, error, asyncStart, asyncEnd] = STEPS.map(listen) as [
    (message: unknown) => void,
    (message: unknown) => void,
    (message: unknown) => void,
    (message: unknown) => void,
    (message: unknown) => void,
  ];
  const channel = tracingChannel<unknown, Message>(name);
  const subscribers = { start, end, error, asyncStart, asyncEnd };
  channel.subscribe(subscribers);
  onTestFinished(() => void channel.unsubscribe(subscribers));
  return told;
}
