import type { ComponentChildren, VNode } from 'preact';
import { govuk } from './govuk/index.ts';

/** What every page needs besides its own matter. */
export interface Frame {
  /** "upload.js" → the address it is served at. */
  readonly asset: (name: string) => string;
  readonly csrfToken: string;
  readonly signedIn: SignedIn | undefined;
  readonly navigation: readonly { readonly text: string; readonly href: string; readonly current: boolean }[];
  /** The demonstration world: said on every page. */
  readonly demo: boolean;
}

/** Who is signed in, and for whom they act. */
export interface SignedIn {
  readonly person: string;
  readonly organisation: string;
  /** They may act for others, too. */
  readonly maySwitch: boolean;
  /** The organisation whose pages they look at without being able to change anything. */
  readonly lookingAt: string | undefined;
}

export interface LayoutProps {
  readonly frame: Frame;
  readonly title: string;
  readonly error?: boolean;
  readonly back?: { readonly text: string; readonly href: string };
  /** Browser scripts by name, such as "upload.js". */
  readonly scripts?: readonly string[];
  /** Without JavaScript the page is fetched again after so many seconds. */
  readonly refreshSeconds?: number;
  readonly children: ComponentChildren;
}

/** The whole document: title, skip link, header, navigation, main, footer. */
export function Layout({ frame, title, error, back, scripts = [], refreshSeconds, children }: LayoutProps): VNode {
  return (
    <html lang="en" class="govuk-template">
      <head>
        <meta charSet="utf-8" />
        <title>{`${error ? 'Error: ' : ''}${title} – Garner`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="theme-color" content="#0b2545" />
        <link rel="icon" href={frame.asset('favicon.svg')} type="image/svg+xml" />
        <link rel="stylesheet" href={frame.asset('styles.css')} />
        {refreshSeconds === undefined ? null : (
          <noscript>
            <meta http-equiv="refresh" content={String(refreshSeconds)} />
          </noscript>
        )}
        {['page.js', ...scripts].map((name) => (
          <script type="module" src={frame.asset(name)} />
        ))}
      </head>
      <body class="govuk-template__body">
        {govuk('skipLink', { href: '#main-content', text: 'Skip to main content' })}
        {frame.demo ? <DemoBanner /> : null}
        <Header frame={frame} />
        {frame.signedIn?.lookingAt === undefined ? null : <LookingBanner frame={frame} at={frame.signedIn.lookingAt} />}
        {frame.navigation.length > 0 ? <Navigation frame={frame} /> : null}
        <div class="govuk-width-container">
          {back ? govuk('backLink', back) : null}
          <main class="govuk-main-wrapper" id="main-content" tabIndex={-1}>
            {children}
          </main>
        </div>
        <Footer />
      </body>
    </html>
  );
}

function DemoBanner(): VNode {
  return (
    <section class="garner-demo-banner garner-no-print" aria-label="Demonstration">
      <div class="govuk-width-container">
        This is a demonstration. The organisations, people and learners are made up.
      </div>
    </section>
  );
}

function Header({ frame }: { frame: Frame }): VNode {
  return (
    <header class="garner-header">
      <div class="govuk-width-container garner-header__container">
        <a class="garner-header__product" href="/">
          Garner
        </a>
        {frame.signedIn ? (
          <div class="garner-header__account">
            <span>
              <a class="garner-header__link" href="/account">
                {frame.signedIn.person}
              </a>
              , {frame.signedIn.organisation}
            </span>
            {frame.signedIn.maySwitch ? (
              <a class="garner-header__link" href="/account/organisations">
                Switch organisation
              </a>
            ) : null}
            <form method="post" action="/sign-out">
              <CsrfField frame={frame} />
              <button type="submit" class="garner-header__action">
                Sign out
              </button>
            </form>
          </div>
        ) : null}
      </div>
    </header>
  );
}

/** Said on every page, so that nobody takes another organisation's pages for their own. */
function LookingBanner({ frame, at }: { frame: Frame; at: string }): VNode {
  return (
    <section class="garner-looking-banner garner-no-print" aria-label="Looking at another organisation">
      <div class="govuk-width-container garner-looking-banner__container">
        <span>
          You see Garner as <strong>{at}</strong> sees it. You can change nothing, and they are told that you looked.
        </span>
        <form method="post" action="/organisations/stop-looking">
          <CsrfField frame={frame} />
          <button type="submit" class="garner-header__action">
            Stop looking
          </button>
        </form>
      </div>
    </section>
  );
}

function Navigation({ frame }: { frame: Frame }): VNode {
  return govuk('serviceNavigation', {
    navigation: frame.navigation.map(({ text, href, current }) => ({ text, href, current })),
  });
}

function Footer(): VNode {
  return (
    <footer class="govuk-footer">
      <div class="govuk-width-container">
        <ul class="govuk-footer__inline-list">
          <li class="govuk-footer__inline-list-item">
            <a class="govuk-footer__link" href="/check">
              Check a file before you send it
            </a>
          </li>
          <li class="govuk-footer__inline-list-item">
            <a class="govuk-footer__link" href="/templates">
              Templates
            </a>
          </li>
        </ul>
        <p class="govuk-body-s govuk-!-margin-bottom-0">Garner: returns checked at once, and proof kept.</p>
      </div>
    </footer>
  );
}

/** The hidden field without which no form is taken. First in the form, so that it is read before a file. */
export function CsrfField({ frame }: { frame: Frame }): VNode {
  return <input type="hidden" name="_csrf" value={frame.csrfToken} />;
}
