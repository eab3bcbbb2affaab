import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Command } from 'commander'
import type { SettingKey } from '../../app.ts'
import { Refusal } from '../../core/errors.ts'
import { addSoundOfFile } from '../../core/sound/add-sound-of-file.ts'
import type { Sound } from '../../core/sound/sound.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'

interface Options extends CommonOptions {
  readonly account?: string
  readonly description: string
}

/** `dialbook sound add NAME FILE` */
export function addSoundAdd(parent: Command, edge: Edge, settings: readonly SettingKey[]): void {
  addCommand(parent, 'add', 'Adds an announcement from a WAV, mp3 or Ogg file.', settings)
    .argument('<name>', 'the name by which routes play it')
    .argument('<file>', 'a WAV file of any rate and channels, or mp3 or Ogg, for which ffmpeg is needed')
    .option('--description <text>', 'a note', '')
    .option(...accountOption)
    .action((name: string, path: string, { description, ...options }: Options) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { account, caller } = await chooseCaller(book, options.account)
        const bytes = await readFile(path).catch((error: Error) => {
          throw new Refusal('invalid_value', `cannot read ${path}: ${error.message}`, 'file')
        })
        const filename = `${core.ids.hexId()}-${basename(path).slice(-100)}`
        const sound = await addSoundOfFile(core, caller, { list: 'pbx', name, filename, description }, bytes)
        return { text: `announcement ${sound.id}: ${name}`, json: { account: account.name, sound: showSound(sound) } }
      }),
    )
}

/** An announcement as people may see it. */
export function showSound({ accountId: _, ...sound }: Sound): Omit<Sound, 'accountId'> {
  return sound
}
