import type { Command } from 'commander'
import { type SettingKey, settingKeys, settingOf, shown } from '../app.ts'
import { addCommand, type CommonOptions, print, settingsOf } from './command.ts'
import type { Edge } from './edge.ts'
import { table } from './table.ts'

/** `dialbook config`: the settings that hold, and where each comes from. */
export function addConfig(program: Command, edge: Edge): void {
  addCommand(program, 'config', 'Prints the settings that hold, and where each comes from.', settingKeys).action(
    (options: CommonOptions) => {
      const { settings, written, origins } = settingsOf(edge, options)
      const shownOf = (key: SettingKey, values: Readonly<Record<string, unknown>>) => shown(settingOf(key), values[key])
      print(edge, options, {
        text: table(
          ['SETTING', { title: 'VALUE', givesWay: true }, 'FROM'],
          settingKeys.map((key) => [key, String(shownOf(key, written)), origins[key] ?? '']),
          edge.outWidth,
        ),
        json: Object.fromEntries(
          settingKeys.map((key) => [key, { value: shownOf(key, settings), from: origins[key] }]),
        ),
      })
    },
  )
}
