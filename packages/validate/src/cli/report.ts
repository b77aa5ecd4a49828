import type { Finding, Summary } from '../finding.ts';
import type { NamedReference } from './references.ts';
import type { PublishedTemplate } from './template-file.ts';

/** What is known of a file before it is checked. */
export interface FileFacts extends PublishedTemplate {
  readonly name: string;
  /** The template as the person named it. */
  readonly asked?: string | undefined;
  /** What the file was checked against, as the person named it. */
  readonly against?: string | undefined;
  readonly references?: readonly NamedReference[];
  /** How its template was chosen, where the person did not name one. */
  readonly how?: string;
}

/** What is known of it afterwards. */
export interface Outcome {
  /** Size in bytes and SHA-256 of the file. */
  readonly size: number;
  readonly sha256: string;
  readonly summary: Summary;
}

/** Writes down what was found, in one of the formats. Memory does not grow with the number of findings. */
export interface Report extends AsyncDisposable {
  begin(facts: FileFacts): Promise<void>;
  findings(batch: readonly Finding[]): Promise<void>;
  end(outcome: Outcome): Promise<void>;
  /** All files are done; so many of them could not be checked. */
  close(failed: number): Promise<void>;
}

/** What was asked of a report. */
export interface ReportOrder {
  /** Most findings listed for each file; Infinity for all. */
  readonly limit: number;
  /** Whether more than one file was named. */
  readonly several: boolean;
}
