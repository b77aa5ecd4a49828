import type { Controls } from './controls.ts';

/** Keys of the whole page; those that a button, link or field has a use for stay its own. */
export function watchKeys(media: HTMLMediaElement, controls: Controls): void {
  const acts: Readonly<Record<string, () => void>> = {
    ' ': () => controls.toggle(),
    ArrowLeft: () => controls.step(-1),
    ArrowRight: () => controls.step(1),
    ',': () => controls.shiftSpeed(-1),
    '.': () => controls.shiftSpeed(1),
  };
  document.addEventListener('keydown', (event) => {
    const act = acts[event.key];
    if (!act || event.ctrlKey || event.altKey || event.metaKey) return;
    const target = event.target as Element;
    if (target.closest('input, select, textarea')) return;
    if (event.key === ' ' && target !== media && target.closest('a, button, summary')) return;
    // So that the browser's own controls do not do it a second time.
    event.preventDefault();
    act();
  });
}
