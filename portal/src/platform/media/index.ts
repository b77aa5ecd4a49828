export {
  alike,
  type ListeningLimits,
  listen,
  type SoundNotice,
  type SoundNoticeCode,
  soundprint,
  waveform,
} from './listening.ts';
export { type MediaToolsOptions, openMediaTools } from './open.ts';
export {
  type Levels,
  MediaError,
  type MediaLimits,
  type MediaTools,
  type PlayableOptions,
  type Probe,
} from './tools.ts';
export { mediaToolsWhenNeeded } from './when-needed.ts';
export { workFolder } from './work-folders.ts';
