import type { SettingTable } from './setting.ts'
import { integer, oneOf, text, textOrNone } from './setting-types.ts'

/** The settings of recorded calls and of announcements. */
export const mediaSettings = {
  'recording.folder': {
    env: 'DIALBOOK_RECORDING_FOLDER',
    flag: '--recording-folder <folder>',
    type: textOrNone,
    default: '',
    help: 'The folder of recorded calls, of the server and of `pbx config`; without it `recordings` in `data`.',
  },
  'recording.format': {
    env: 'DIALBOOK_RECORDING_FORMAT',
    flag: '--recording-format <format>',
    type: oneOf('wav', 'mp3', 'opus'),
    default: 'wav',
    help: 'The form of recorded calls, of the server and of `pbx config`; mp3 and opus need `recording.encoder`, and stay wav without it.',
  },
  'recording.encoder': {
    env: 'DIALBOOK_RECORDING_ENCODER',
    flag: '--recording-encoder <program>',
    type: text,
    default: 'ffmpeg',
    help: 'The ffmpeg that makes mp3 and opus of recorded calls, and reads announcements of mp3 and Ogg; `sound` takes it too.',
  },
  'recording.consent': {
    env: 'DIALBOOK_RECORDING_CONSENT',
    flag: '--recording-consent <name>',
    type: textOrNone,
    default: '',
    help: 'The announcement that says a call is recorded, to both sides of such a call when it is taken; `pbx config` applies it.',
  },
  'recording.keepDays': {
    env: 'DIALBOOK_RECORDING_KEEP_DAYS',
    flag: '--recording-keep-days <days>',
    type: integer(1, 36_500),
    default: '90',
    help: 'Days that a recorded call is kept.',
  },
  'recording.diskLimit': {
    env: 'DIALBOOK_RECORDING_DISK_LIMIT',
    flag: '--recording-disk-limit <MiB>',
    type: integer(1, 1_000_000_000),
    default: '10240',
    help: 'MiB that recorded calls may take; beyond that the oldest ones go.',
  },
  'sound.folder': {
    env: 'DIALBOOK_SOUND_FOLDER',
    flag: '--sound-folder <folder>',
    type: textOrNone,
    default: '',
    help: 'The folder in which the PBX finds announcements, of the server, of `sound` and of `pbx config`; without it `sounds` in `data`.',
  },
} as const satisfies SettingTable
