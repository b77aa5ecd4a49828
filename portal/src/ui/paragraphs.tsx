import type { ComponentChild, VNode } from 'preact';

/** Plain text as paragraphs and lines, its addresses as links. */
export function Paragraphs({ text }: { text: string }): VNode {
  return (
    <>
      {text
        .trim()
        .split('\n\n')
        .map((paragraph) => (
          <p class="govuk-body">
            {paragraph
              .split('\n')
              .flatMap((line, index) => (index > 0 ? [<br />, withLinks(line)] : [withLinks(line)]))}
          </p>
        ))}
    </>
  );
}

function withLinks(line: string): ComponentChild {
  return line.split(/(https?:\/\/\S+)/).map((part) =>
    /^https?:\/\//.test(part) ? (
      <a class="govuk-link" href={part}>
        {part}
      </a>
    ) : (
      part
    ),
  );
}
