import type { StartOptions, TestBook } from './dev/test-book.ts'

export {
  type Effective,
  resolveSettings,
  type SettingKey,
  type Settings,
  SettingsError,
  settingKeys,
  settingOf,
  shown,
} from './config/config.ts'
export { nearestName, readConfigFile } from './config/config-file.ts'
export type { StartOptions, TestBook } from './dev/test-book.ts'
export type { Dialect, Sample, WebhookForm } from './dialects/dialect.ts'
export { dialects, usualWebhooks } from './dialects/dialects.ts'
export type { IssuedKey, KeyFlag, KeyFlags } from './dialects/key-form.ts'
export type { PbxFolders } from './server/configure-pbx.ts'
export type { Moved, Mover, Progress, Report } from './server/move-book.ts'
export { type Book, openBook, openExistingBook } from './server/open-book.ts'
export { StartError } from './server/start-error.ts'
export type { RunningServer } from './server/start-server.ts'

// Only some commands need what follows. Without it every other command starts in half the time.

/** The function that starts a server. */
export const loadServer = async () => (await import('./server/start-server.ts')).startServer

/** The functions that move a whole book. */
export const loadMoves = () => import('./server/move-book.ts')

/** The function that writes the configuration of a PBX. */
export const loadPbxConfiguration = async () => (await import('./server/configure-pbx.ts')).configurePbx

/** The function that connects to the PBX. */
export const loadPbx = async () => (await import('./server/open-pbx.ts')).openPbx

/** The function that opens what sends requests once more. */
export const loadReplayer = async () => (await import('./server/replayer.ts')).openReplayer

/** The writer of seeds. */
export const loadSeedWriter = async () => (await import('./dev/seed/write-seed.ts')).writeSeed

/** Starts a book for tests, in this process. */
export async function startTestBook(options: StartOptions, pid: number): Promise<TestBook> {
  const [{ startBook }, startServer] = await Promise.all([import('./dev/start-book.ts'), loadServer()])
  return startBook(options, pid, (effective, own) => startServer(effective, pid, own))
}
