import type { Controls } from './controls.ts';

/** The line on the waveform follows playing; pressing the waveform goes there. */
export function followPlace(media: HTMLMediaElement, controls: Controls): void {
  const waveform = document.getElementById('waveform') as SVGSVGElement | null;
  const line = document.getElementById('waveform-place');
  if (!waveform || !line) return;
  const { width } = waveform.viewBox.baseVal;
  waveform.classList.add('garner-waveform--seeks');
  const show = (): void => {
    if (!(media.duration > 0)) return;
    const x = String((width * media.currentTime) / media.duration);
    line.setAttribute('x1', x);
    line.setAttribute('x2', x);
  };
  const move = (): void => {
    show();
    if (!media.paused) requestAnimationFrame(move);
  };
  for (const type of ['timeupdate', 'seeking', 'seeked', 'loadedmetadata']) media.addEventListener(type, show);
  media.addEventListener('play', move);
  waveform.addEventListener('click', ({ clientX }) => {
    const { left, width: shown } = waveform.getBoundingClientRect();
    if (media.duration > 0) controls.seek(((clientX - left) / shown) * media.duration);
  });
}
