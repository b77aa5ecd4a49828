/** The player of a recording: the waveform, speeds and keys. The browser's own controls stay, and do without this. */
import { Controls } from './media/controls.ts';
import { watchKeys } from './media/keys.ts';
import { followPlace } from './media/waveform.ts';

const player = document.getElementById('player');
const media = document.getElementById('media') as HTMLMediaElement | null;
if (player && media) {
  const controls = new Controls(media);
  const more = document.getElementById('player-more');
  more?.replaceChildren(controls.root);
  more?.removeAttribute('hidden');
  watchKeys(media, controls);
  followPlace(media, controls);
  const at = Number(player.dataset['at']);
  if (at > 0) controls.seekOnceKnown(at);
  for (const link of document.querySelectorAll<HTMLElement>('[data-seek]')) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      controls.listenAt(Number(link.dataset['seek']));
    });
  }
}
