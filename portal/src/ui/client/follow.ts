/** Keeps the progress of an attempt up to date by server-sent events, then shows the verdict in its place. */
import { swapMain } from './parts/swap.ts';

interface News {
  readonly words: string;
  readonly decided: boolean;
  readonly done?: number;
  readonly of?: number;
}

/** A screen reader is told at most so often; the bar moves with every piece of news. */
const SPOKEN_EVERY_MS = 3000;

const follow = document.getElementById('follow');
const address = follow?.dataset['events'];
if (follow && address) {
  const bar = document.getElementById('follow-bar') as HTMLProgressElement;
  const words = document.getElementById('follow-words')!;
  let spoken = 0;
  const events = new EventSource(address);
  events.addEventListener('message', ({ data }) => {
    const news = JSON.parse(data) as News;
    if (news.done !== undefined && news.of !== undefined) {
      bar.max = Math.max(1, news.of);
      bar.value = news.done;
    }
    if (news.decided || performance.now() - spoken > SPOKEN_EVERY_MS || spoken === 0) {
      words.textContent = news.words;
      spoken = performance.now();
    }
    if (!news.decided) return;
    events.close();
    swapMain(location.href).catch(() => location.reload());
  });
}
