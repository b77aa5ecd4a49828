import type { CheckContext } from '@garner/validate';
import type { VNode } from 'preact';
import { CheckKit } from '../../../ui/client/check/kit.tsx';
import { govuk, html } from '../../../ui/govuk/index.ts';
import { CsrfField, type Frame, Layout } from '../../../ui/layout.tsx';
import { count, dayInWords, momentInWords, sizeInWords } from '../../../ui/words.ts';
import type { CheckOffer } from '../../checks/index.ts';
import { daysLeft, takesFiles } from '../model.ts';
import type { ReturnFacts } from '../queries.ts';
import { daysLeftInWords } from '../words.ts';

export interface Unfinished {
  readonly id: string;
  readonly name: string;
  readonly size: number | null;
  readonly lastModified: Date | null;
  readonly begunAt: Date;
}

interface Props {
  readonly frame: Frame;
  readonly owed: ReturnFacts;
  readonly unfinished: readonly Unfinished[];
  readonly types: readonly string[];
  readonly now: Date;
  /** To check a file in the browser before it is sent, as the server will check it. */
  readonly offer: (CheckOffer & { readonly context: CheckContext }) | undefined;
  readonly fault?: { readonly title: string; readonly message: string };
}

/**
 * Choose a file, confirm, watch it go. With JavaScript (client/upload.ts) the file goes in pieces that can be resumed and
 * the confirmation names it; without, one form sends it.
 */
export function UploadPage({ frame, owed, unfinished, types, now, offer, fault }: Props): VNode {
  const left = daysLeftInWords(daysLeft(owed.dueDate, now)).toLowerCase();
  return (
    <Layout
      frame={frame}
      title={`Upload a file: ${owed.title}, ${owed.period}`}
      back={{ text: `${owed.title}, ${owed.period}`, href: `/returns/${owed.id}` }}
      scripts={['upload.js']}
      error={fault !== undefined}
    >
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <div id="upload-errors">{fault ? <Fault {...fault} /> : null}</div>
          <span class="govuk-caption-l">
            {owed.title}, {owed.period}
          </span>
          <h1 class="govuk-heading-l">Upload a file</h1>
          <p class="govuk-body">
            Due {dayInWords(owed.dueDate)} ({left}). One CSV file, at most {sizeInWords(owed.maxBytes)}, with the column
            names of{' '}
            <a class="govuk-link" href={`/templates/${owed.templateName}/${owed.edition}`}>
              the template
            </a>{' '}
            in its first row.
          </p>
          {takesFiles(owed, now)
            ? null
            : govuk('insetText', {
                text: 'This return takes no new files. You can go on with the upload that you began before; choose the same file.',
              })}
          {unfinished.map((one) => (
            <UnfinishedInset frame={frame} owed={owed} one={one} />
          ))}
          <form
            id="upload-form"
            method="post"
            action={`/returns/${owed.id}/upload`}
            enctype="multipart/form-data"
            novalidate
            data-begin={`/returns/${owed.id}/uploads`}
            data-arrived={`/returns/${owed.id}/arrived/`}
            data-sign-in={`/sign-in?next=/returns/${owed.id}/upload`}
            data-what={`${owed.title}, ${owed.period}`}
            data-collector={owed.collector}
            data-csrf={frame.csrfToken}
          >
            <CsrfField frame={frame} />
            {govuk('fileUpload', {
              id: 'file',
              name: 'file',
              label: { text: 'Choose a file', classes: 'govuk-label--m' },
              hint: { text: `A ${types.join(' or ')} file from your computer` },
              attributes: { accept: types.join(',') },
              ...(fault ? { errorMessage: { text: fault.title } } : {}),
            })}
            <noscript>
              <p class="govuk-body">
                The file is sent to {owed.collector} for {owed.title}, {owed.period}, when you press the button. It may
                take a while; stay on this page until the next one appears.
              </p>
            </noscript>
            {govuk('button', { text: 'Yes, upload', id: 'upload-button' })}
          </form>
          <div id="upload-live" hidden />
        </div>
      </div>
      <div id="check-findings" />
      {offer ? <CheckKit frame={frame} {...offer} /> : null}
    </Layout>
  );
}

function Fault({ title, message }: { title: string; message: string }): VNode {
  return govuk('errorSummary', {
    titleText: 'There is a problem',
    errorList: [{ html: html(<a href="#file">{title}</a>) }],
    descriptionText: message,
  });
}

function UnfinishedInset({ frame, owed, one }: { frame: Frame; owed: ReturnFacts; one: Unfinished }): VNode {
  return (
    <div
      class="govuk-inset-text"
      data-unfinished={one.id}
      data-name={one.name}
      data-size={String(one.size)}
      data-modified={String(one.lastModified?.getTime() ?? '')}
    >
      <p class="govuk-body">
        On {momentInWords(one.begunAt)} you began to send <strong>{one.name}</strong> ({sizeInWords(one.size ?? 0)}),
        and it is not finished. What arrived is kept. Choose the same file again to go on where it stopped.
      </p>
      <form method="post" action={`/returns/${owed.id}/uploads/${one.id}/cancel`}>
        <CsrfField frame={frame} />
        {govuk('button', { text: 'Cancel this upload', classes: 'govuk-button--secondary govuk-!-margin-bottom-0' })}
      </form>
    </div>
  );
}

/** Shown for the moment between the last byte and the attempt's own page. */
export function ArrivedPage({ frame, owed }: { frame: Frame; owed: ReturnFacts }): VNode {
  return (
    <Layout frame={frame} title="Your file has arrived" refreshSeconds={2} scripts={['again.js']}>
      <h1 class="govuk-heading-l">Your file has arrived</h1>
      <p class="govuk-body" role="status">
        Every byte is here and safe. In a moment this page shows how the check goes.
      </p>
      <p class="govuk-body">
        <a class="govuk-link" href={`/returns/${owed.id}`}>
          {owed.title}, {owed.period}
        </a>
      </p>
    </Layout>
  );
}

/** The page that says why a file cannot be begun at all. */
export function NoUploadPage({ frame, owed, attempts }: { frame: Frame; owed: ReturnFacts; attempts: number }): VNode {
  const accepted = owed.status === 'accepted';
  const title = accepted ? 'This return has been accepted' : 'This return is closed';
  return (
    <Layout frame={frame} title={title} back={{ text: `${owed.title}, ${owed.period}`, href: `/returns/${owed.id}` }}>
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">
        {accepted
          ? `It was accepted after ${count(attempts, 'attempt')}. If you find a mistake in it, it has to be rejected before you can send another file.`
          : `It closed on ${momentInWords(owed.closesAt)}.`}{' '}
        Write to{' '}
        <a class="govuk-link" href={`mailto:${owed.contact}`}>
          {owed.contact}
        </a>
        .
      </p>
    </Layout>
  );
}
