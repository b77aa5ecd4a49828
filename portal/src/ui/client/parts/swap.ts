/**
 * Puts the main part of another page in place of this one's, as if one had gone there: address, title, focus. So a
 * verdict appears without a refresh, and the page is the very one that the server would send.
 */
export async function swapMain(url: string): Promise<void> {
  const answer = await fetch(url, { headers: { accept: 'text/html' } });
  const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const main = next.querySelector('main');
  if (!answer.ok || !main) {
    location.assign(url);
    return;
  }
  document.querySelector('main')?.replaceWith(main);
  document.title = next.title;
  // In place of this page in the history, not after it: the browser would go back to it without loading it.
  history.replaceState(null, '', answer.url);
  const heading = main.querySelector<HTMLElement>('h1');
  heading?.setAttribute('tabindex', '-1');
  heading?.focus();
}
