import { ChangingWords } from './changing-words.ts';
import { swapMain } from './swap.ts';

interface News {
  readonly status: string;
  readonly words: string;
  readonly decided: boolean;
  readonly done?: number;
  readonly of?: number;
}

/** When the server refuses to tell more news, the page is fetched again after so long, as without this script. */
const REFUSED_MS = 3000;

/**
 * Keeps the progress of an attempt up to date by server-sent events, then shows the verdict in its place. Returns
 * false, and does nothing, where the page shows no attempt under way.
 */
export function followCheck(): boolean {
  const address = document.getElementById('follow')?.dataset['events'];
  if (address === undefined) return false;
  const bar = document.getElementById('follow-bar') as HTMLProgressElement;
  const words = new ChangingWords(document.getElementById('follow-words')!);
  words.parts[0].after(words.parts[1]);
  let status = '';
  const events = new EventSource(address);
  events.addEventListener('message', ({ data }) => {
    const news = JSON.parse(data) as News;
    if (news.done !== undefined && news.of !== undefined) {
      bar.max = Math.max(1, news.of);
      bar.value = news.done;
    }
    if (news.status === status) words.update(news.words);
    else words.say(news.words);
    status = news.status;
    if (!news.decided) return;
    events.close();
    swapMain(location.href).catch(() => location.reload());
  });
  // A broken connection is tried again by the browser itself; a refusal, such as of an ended session, is not.
  events.addEventListener('error', () => {
    if (events.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), REFUSED_MS);
  });
  return true;
}
