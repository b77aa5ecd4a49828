export { sizeInWords } from '../../words.ts';

/** "1 second", "8 seconds", "3 minutes". */
export function timeInWords(seconds: number): string {
  if (seconds < 1.5) return '1 second';
  if (seconds < 90) return `${Math.round(seconds)} seconds`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} minutes`;
  return `${Math.round(seconds / 3600)} hours`;
}
