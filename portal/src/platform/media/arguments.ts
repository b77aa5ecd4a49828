import type { RunNames } from './runner.ts';

/**
 * The containers that are opened, by ffmpeg's names: those of recordings. Not among them are playlists and lists of files (hls, concat,
 * image2, sdp …), which could name other files of this machine.
 */
const CONTAINERS =
  'aac,ac3,aiff,amr,amrnb,amrwb,ape,asf,au,avi,caf,dv,eac3,flac,flv,gsm,ivf,matroska,webm,mov,mp4,m4a,3gp,3g2,mp3,mpc,mpc8,mpeg,mpegts,mpegvideo,mxf,nsv,oga,ogg,rm,tta,voc,w64,wav,wtv,wv,xwma';

/** Reading: only files, only recordings, and no names out of the file itself. */
const SAFE_INPUT = ['-protocol_whitelist', 'file,pipe', '-format_whitelist', CONTAINERS];

/** Seconds of sound start where those of the picture do, and gaps are filled, so that a place in the levels is one in the player. */
const STEADY = 'aresample=async=1:first_pts=0';

/** Arguments of ffprobe that make it write what `readProbe` reads. */
export function probeArguments({ input }: RunNames): string[] {
  const entries =
    'format=format_name,duration:stream=codec_type,codec_name,channels,sample_rate,width,height,duration:stream_disposition=attached_pic';
  return ['-v', 'error', ...SAFE_INPUT, '-show_entries', entries, '-of', 'json=compact=1', '-i', input];
}

/** Arguments of ffmpeg that make a file every browser plays: for sound the first track, for pictures the first that is no cover. */
export function playableArguments(kind: 'audio' | 'video', { threads, bytes }: { threads: number; bytes: number }) {
  const sound = ['-c:a', 'aac', '-profile:a', 'aac_low', '-b:a', '128k'];
  const soundFilter = ['-filter:a', `${STEADY},aformat=sample_rates=44100|48000:channel_layouts=mono|stereo`];
  const video = [
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-crf',
    '24',
    '-profile:v',
    'high',
    '-filter:v',
    within720(),
  ];
  const tracks = kind === 'audio' ? ['-map', '0:a:0'] : ['-map', '0:V:0', '-map', '0:a:0?', ...video];
  return ({ input, output }: RunNames): string[] => [
    ...beginning(input, threads),
    ...tracks,
    ...sound,
    ...soundFilter,
    ...['-map_metadata', '-1', '-map_chapters', '-1', '-sn', '-dn', '-threads', String(threads)],
    ...['-max_muxing_queue_size', '1024', '-movflags', '+faststart', '-fs', String(bytes)],
    ...['-f', kind === 'audio' ? 'ipod' : 'mp4', output],
  ];
}

/** Arguments of ffmpeg that make it write to the side what `LevelsReader` reads: ten blocks for each second at this sample rate. */
export function levelsArguments({ sampleRate, threads }: { sampleRate: number; threads: number }) {
  const rate = sampleRate % 10 === 0 ? sampleRate : 44_100;
  const measure = 'astats=metadata=1:reset=1:measure_perchannel=Peak_level+RMS_level:measure_overall=none';
  return ({ input, side }: RunNames): string[] => [
    ...beginning(input, threads),
    ...['-map', '0:a:0', '-vn', '-sn', '-dn', '-filter:a'],
    `${STEADY},aresample=${rate},asetnsamples=n=${rate / 10}:p=0,${measure},ametadata=print:file=${escaped(side)}`,
    ...['-f', 'null', '-'],
  ];
}

function beginning(input: string, threads: number): string[] {
  const quiet = ['-nostdin', '-hide_banner', '-v', 'error', '-nostats', '-progress', 'pipe:1', '-y'];
  return [...quiet, '-filter_threads', '1', '-threads', String(threads), ...SAFE_INPUT, '-i', input];
}

/** Within 1280 × 720, or 720 × 1280 where it stands upright; square pixels; even sizes. */
function within720(): string {
  const width = 'iw*if(sar,sar,1)';
  const least = `min(1,min(1280/max(${width},ih),720/min(${width},ih)))`;
  const even = (size: string): string => `'max(2,2*trunc(${size}*${least}/2))'`;
  return `scale=w=${even(width)}:h=${even('ih')},setsar=1,format=yuv420p`;
}

/** A name as the value of an option of a filter, where a colon would begin the next option. */
function escaped(name: string): string {
  return name.replaceAll(':', '\\\\:');
}
