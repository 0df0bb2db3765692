import type { Answer } from '../src/model/answer.ts';

/** What is said of a photo; a function of a former version may not say by which model. */
export type ClassifierAnswer = Answer & { model?: { name: string; version: string } };

/** Something that tells what is in a photo: the model in this process, or a function elsewhere. */
export interface PhotoClassifier {
  /** @throws Error whose message tells a person what to do; ClassifierError where more is known */
  classify(photo: Buffer): Promise<ClassifierAnswer>;
  close(): Promise<void>;
}

type Kind = ErrorOptions & { code: string; passing?: boolean; hopeless?: boolean; retryAfterMs?: number };

/** Why a photo got no answer. */
export class ClassifierError extends Error {
  override name = 'ClassifierError';
  /** Stable, for programs. */
  readonly code: string;
  /** It says nothing of the photo and may be otherwise soon. */
  readonly passing: boolean;
  /** It says that no photo will get an answer. */
  readonly hopeless: boolean;
  /** How long one was asked to wait. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, { code, passing = false, hopeless = false, retryAfterMs, ...options }: Kind) {
    super(message, options);
    this.code = code;
    this.passing = passing;
    this.hopeless = hopeless;
    this.retryAfterMs = retryAfterMs;
  }
}
