/** Reads files away from the page: what they are known by, their SHA-256, what is in archives. Nothing is sent from here. */
import { fingerprintOf, sha256Of } from './media/fingerprint.ts';
import type { Answers, FromWorker, Question, ToWorker } from './media/messages.ts';
import { Zip } from './media/zip.ts';

const archives = new Map<number, Zip>();
const running = new Map<number, AbortController>();

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if ('forget' in data) return running.get(data.forget)?.abort();
  const { number, question } = data;
  const controller = new AbortController();
  running.set(number, controller);
  answer(number, question, controller.signal)
    .then(
      (answer) => tell({ number, answer }),
      ({ name, message }: Error) => tell({ number, fault: { name, message } }),
    )
    .finally(() => running.delete(number));
});

async function answer(number: number, question: Question, signal: AbortSignal): Promise<Answers[Question['ask']]> {
  switch (question.ask) {
    case 'fingerprint':
      return await fingerprintOf(question.file);
    case 'sha256':
      return await sha256Of(question.file, signal);
    case 'list': {
      const archive = await Zip.open(question.archive, question.most);
      archives.set(number, archive);
      return archive.items;
    }
    case 'unpack':
      return await archives.get(question.archive)!.unpack(question.index);
  }
}

function tell(news: FromWorker): void {
  postMessage(news);
}
