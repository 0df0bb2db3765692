import type { Answer } from '../src/model/answer.ts';

/** What is said of a photo; a function of a former version may not say by which model. */
export type ClassifierAnswer = Answer & { model?: { name: string; version: string } };

/** Something that tells what is in a photo: the model in this process, or a function elsewhere. */
export interface PhotoClassifier {
  /** @throws Error whose message tells a person what to do; ClassifierError where more is known */
  classify(photo: Buffer): Promise<ClassifierAnswer>;
  close(): Promise<void>;
}

export type Reason = {
  /** Stable, for programs. */
  code: string;
  /** It says nothing of the photo and may be otherwise soon. */
  passing?: boolean;
  /** It says that no photo will get an answer. */
  hopeless?: boolean;
  /** The function asked to wait this long. */
  retryAfterMs?: number;
};

/** Why a photo got no answer. */
export class ClassifierError extends Error {
  override name = 'ClassifierError';
  readonly reason: Reason;

  constructor(message: string, { cause, ...reason }: Reason & ErrorOptions) {
    super(message, { cause });
    this.reason = reason;
  }
}
