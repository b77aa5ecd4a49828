/** Recovery codes: to copy and to print. */
const actions = document.getElementById('codes-actions');
const codes = [...document.querySelectorAll('#codes code')].map((code) => code.textContent ?? '');

if (actions) actions.hidden = false;
document.getElementById('print-codes')?.addEventListener('click', () => window.print());
document.getElementById('copy-codes')?.addEventListener('click', () => {
  const copied = document.getElementById('codes-copied');
  const say = (words: string): void => {
    if (copied) copied.textContent = words;
  };
  navigator.clipboard.writeText(`${codes.join('\n')}\n`).then(
    () => say('Copied.'),
    () => say('They could not be copied. Select them and copy them yourself.'),
  );
});
