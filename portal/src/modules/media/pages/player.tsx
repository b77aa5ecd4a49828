import type { VNode } from 'preact';
import { govuk } from '../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../ui/layout.tsx';
import { sizeInWords } from '../../../ui/words.ts';
import type { FileRow } from '../file-queries.ts';
import { candidateInWords } from '../model.ts';
import { lengthInWords, placeInWords, ROLE_WORDS, unscannedWords } from '../words.ts';

interface Props {
  readonly frame: Frame;
  readonly file: FileRow;
  readonly work: { readonly code: string; readonly name: string; readonly session: string };
  readonly at: number;
  readonly back: { readonly text: string; readonly href: string };
  /** The media type of what is played. */
  readonly type: string;
  /** Peaks from 0 to 1. */
  readonly waveform: readonly number[];
  readonly playable: string;
  readonly original: string;
}

/** Plays a recording. The browser's own controls do everything; client/player.ts adds the waveform, speeds and keys. */
export function PlayerPage({ frame, file, work, at, back, type, waveform, playable, original }: Props): VNode {
  const source = `${playable}#t=${at}`;
  const isVideo = type.startsWith('video/');
  return (
    <Layout frame={frame} title={file.name} back={back} scripts={['player.js']}>
      <span class="govuk-caption-l">
        {work.code} {work.name}, {work.session}
      </span>
      <h1 class="govuk-heading-l garner-break">{file.name}</h1>
      <div id="player" class="garner-player" data-at={String(at)}>
        {waveform.length > 0 ? <Waveform peaks={waveform} /> : null}
        {isVideo ? (
          // biome-ignore lint/a11y/useMediaCaption: recordings of candidates come without captions.
          <video id="media" class="garner-player__media" controls preload="metadata" src={source}>
            <a href={original}>Download the recording</a>
          </video>
        ) : (
          // biome-ignore lint/a11y/useMediaCaption: recordings of candidates come without captions.
          <audio id="media" class="garner-player__media" controls preload="metadata" src={source}>
            <a href={original}>Download the recording</a>
          </audio>
        )}
        <div id="player-more" hidden />
      </div>
      {file.notices.length > 0 ? (
        <>
          <h2 class="govuk-heading-m">Noticed in this recording</h2>
          <ul class="govuk-list govuk-list--bullet">
            {file.notices.map(({ words, from }) => (
              <li>
                {words}{' '}
                {from === undefined ? null : (
                  <a class="govuk-link" href={`?at=${Math.floor(from)}`} data-seek={String(from)}>
                    Listen at {placeInWords(from)}
                  </a>
                )}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {govuk('summaryList', {
        rows: [
          ['Candidates', file.candidates.map(candidateInWords).join('; ') || 'None yet'],
          ['What it is', ROLE_WORDS[file.role]],
          ['Length', file.facts?.seconds == null ? 'Not known' : lengthInWords(file.facts.seconds)],
          ['Size', file.size === null ? '' : sizeInWords(file.size)],
          ['Scan', file.verdict === 'clean' ? 'Virus-scanned, nothing found' : unscannedWords(file.verdictDetail)],
          ['SHA-256', file.sha256 ?? ''],
        ].map(([key, value]) => ({ key: { text: key! }, value: { text: value!, classes: 'garner-break' } })),
      })}
      <p class="govuk-body">
        What is played was made from the file that was sent, which is kept as it is.{' '}
        <a class="govuk-link" href={original}>
          Download the file that was sent
        </a>
      </p>
    </Layout>
  );
}

/** Drawn here, so that it needs no script; a picture for the eye only, as the player says where it is. */
function Waveform({ peaks }: { peaks: readonly number[] }): VNode {
  const points = peaks
    .map((peak, x) => `M${x + 0.5} ${(50 - peak * 49).toFixed(1)}V${(50 + peak * 49 + 0.5).toFixed(1)}`)
    .join('');
  return (
    <svg
      id="waveform"
      class="garner-waveform"
      viewBox={`0 0 ${peaks.length} 100`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={points} />
      <line id="waveform-place" x1="0" x2="0" y1="0" y2="100" />
    </svg>
  );
}
