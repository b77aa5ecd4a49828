import type { CheckContext, KnownTemplate, Template } from '@garner/validate';
import type { VNode } from 'preact';
import type { Frame } from '../../layout.tsx';
import { FindingsParts } from '../findings/parts.tsx';

interface Props {
  readonly frame: Frame;
  readonly template: Template;
  readonly hash: string;
  readonly known: readonly KnownTemplate[];
  /** What the return says of itself, where the file is for one. */
  readonly context?: CheckContext;
}

/**
 * What the browser needs to check files, all in the page: once a file is chosen, nothing more is asked of the server.
 * Read by client/check/checker.ts.
 */
export function CheckKit({ frame, template, hash, known, context = {} }: Props): VNode {
  return (
    <div
      id="check-kit"
      hidden
      data-worker={frame.asset('check.worker.js')}
      data-template={JSON.stringify(template)}
      data-hash={hash}
      data-known={JSON.stringify(known)}
      data-context={JSON.stringify(context)}
    >
      <FindingsParts />
    </div>
  );
}
