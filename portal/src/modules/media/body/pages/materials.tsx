import type { VNode } from 'preact';
import { govuk, html } from '../../../../ui/govuk/index.ts';
import { type Frame, Layout } from '../../../../ui/layout.tsx';
import { dataTable } from '../../../../ui/table.tsx';
import { count, momentInWords, sizeInWords } from '../../../../ui/words.ts';
import { candidateInWords } from '../../model.ts';
import { lengthInWords, ROLE_WORDS } from '../../words.ts';
import type { Material, SubmittedCentre } from '../materials/queries.ts';
import type { ComponentFacts } from '../queries.ts';

interface Props {
  readonly frame: Frame;
  readonly component: ComponentFacts;
  readonly centres: readonly SubmittedCentre[];
  /** The centre whose files are listed, if one is. */
  readonly chosen: SubmittedCentre | undefined;
  readonly materials: readonly Material[];
  readonly mayCollect: boolean;
}

/** What is to be marked of a component. */
export function MaterialsPage({ frame, component, centres, chosen, materials, mayCollect }: Props): VNode {
  const place = `/recordings/components/${component.id}/materials`;
  const bytes = centres.reduce((sum, one) => sum + one.bytes, 0);
  const files = centres.reduce((sum, one) => sum + one.files, 0);
  return (
    <Layout
      frame={frame}
      title={`Materials: ${component.code}`}
      back={
        chosen
          ? { text: `All centres of ${component.code}`, href: place }
          : { text: 'Components', href: `/recordings/sessions/${component.sessionId}/components` }
      }
    >
      <span class="govuk-caption-l">
        {component.code} {component.name}, {component.session}
      </span>
      <h1 class="govuk-heading-l">
        {chosen ? `Materials of ${chosen.centreNumber ?? ''} ${chosen.centre}` : 'Materials for marking'}
      </h1>
      {centres.length === 0 ? (
        <p class="govuk-body">No centre has made its final submission yet. Materials can be fetched once one has.</p>
      ) : (
        <>
          <p class="govuk-body">
            {chosen
              ? `${count(chosen.files, 'file')}, ${sizeInWords(chosen.bytes)}, submitted on ${momentInWords(chosen.submittedAt)}.`
              : `${count(centres.length, 'centre')}, ${count(files, 'file')}, ${sizeInWords(bytes)}.`}{' '}
            The centres can see who fetched what, and when.
          </p>
          {mayCollect ? <Downloads place={place} chosen={chosen} files={chosen?.files ?? files} /> : null}
          {chosen ? (
            <Files materials={materials} mayCollect={mayCollect} />
          ) : (
            <Centres place={place} centres={centres} />
          )}
        </>
      )}
    </Layout>
  );
}

function Downloads({ place, chosen, files }: { place: string; chosen: Props['chosen']; files: number }): VNode {
  const query = chosen ? `?centre=${chosen.centreId}` : '';
  return (
    <>
      <ul class="govuk-list garner-no-print">
        {files === 0 ? null : (
          <li>
            <a class="govuk-link" href={`${place}/files.zip${query}`} download>
              Download all files (zip)
            </a>
          </li>
        )}
        <li>
          <a class="govuk-link" href={`${place}/manifest.csv${query}`} download>
            Download the manifest (CSV)
          </a>
        </li>
        <li>
          <a class="govuk-link" href={`${place}/manifest.json${query}`} download>
            Download the manifest (JSON)
          </a>
        </li>
      </ul>
      {govuk('details', {
        summaryText: 'About the zip and the manifest',
        text: 'The zip holds the files as they were sent, under names like 16677_8638SF_0001_1.mp3, and the manifest. A download that breaks off can be resumed. The manifest names each candidate with their files, SHA-256, length and notices, and a link that works for six hours without signing in: keep it as carefully as the files.',
      })}
    </>
  );
}

function Centres({ place, centres }: { place: string; centres: readonly SubmittedCentre[] }): VNode {
  return dataTable({
    caption: 'Centres whose final submission stands, by name',
    head: [
      { text: 'Centre' },
      { text: 'Submitted' },
      { text: 'Files', format: 'numeric' },
      { text: 'Size', format: 'numeric' },
    ],
    rows: centres.map(({ centreId, centre, centreNumber, submittedAt, late, files, bytes }) => [
      {
        html: html(
          <a class="govuk-link" href={`${place}?centre=${centreId}`}>
            {centreNumber} {centre}
          </a>,
        ),
      },
      { text: `${momentInWords(submittedAt)}${late ? ', late' : ''}` },
      { text: files.toLocaleString('en-GB'), format: 'numeric' },
      { text: sizeInWords(bytes), format: 'numeric' },
    ]),
  });
}

function Files({ materials, mayCollect }: Pick<Props, 'materials' | 'mayCollect'>): VNode {
  return dataTable({
    caption: 'Files by candidate',
    head: [
      { text: 'Candidates' },
      { text: 'File' },
      { text: 'Length', format: 'numeric' },
      { text: 'SHA-256' },
      { text: 'Noticed' },
    ],
    rows: materials.map((material) => [
      {
        html: html(
          material.candidates.length === 0 ? (
            <>{ROLE_WORDS[material.role]}</>
          ) : (
            <ul class="govuk-list govuk-!-margin-bottom-0">
              {material.candidates.map((candidate) => (
                <li>
                  {candidateInWords(candidate)}
                  {candidate.withdrawn ? ' (withdrawn)' : ''}
                </li>
              ))}
            </ul>
          ),
        ),
      },
      { html: html(<Name material={material} mayCollect={mayCollect} />) },
      { text: material.facts?.seconds == null ? '–' : lengthInWords(material.facts.seconds), format: 'numeric' },
      { html: html(<code class="garner-code garner-break">{material.sha256}</code>) },
      {
        text:
          [
            ...(material.verdict === 'clean' ? [] : ['Not virus-scanned.']),
            ...material.notices.map(({ words }) => words),
          ].join(' ') || '–',
      },
    ]),
  });
}

function Name({ material, mayCollect }: { material: Material; mayCollect: boolean }): VNode {
  const place = `/recordings/files/${material.id}`;
  if (!mayCollect) return <span class="garner-break">{material.name}</span>;
  return (
    <>
      <a class="govuk-link garner-break" href={place}>
        {material.name}
      </a>
      <br />
      <a class="govuk-link" href={`${place}/original`}>
        Download<span class="govuk-visually-hidden"> {material.name}</span>
      </a>{' '}
      ({sizeInWords(material.size)})
    </>
  );
}
