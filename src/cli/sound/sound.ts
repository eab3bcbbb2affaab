import type { Command } from 'commander'
import type { SettingKey } from '../../app.ts'
import type { Edge } from '../edge.ts'
import { addSoundAdd } from './add.ts'
import { addSoundList } from './list.ts'
import { addSoundRemove } from './remove.ts'

/** The settings that lead to the book and to the files that the PBX plays, and to their reader. */
export const soundSettings: readonly SettingKey[] = ['data', 'database.url', 'sound.folder', 'recording.encoder']

/** `dialbook sound …` */
export function addSoundCommands(program: Command, edge: Edge): void {
  const sound = program.command('sound').description('Announcements that the PBX plays.')
  addSoundAdd(sound, edge, soundSettings)
  addSoundList(sound, edge)
  addSoundRemove(sound, edge)
}
