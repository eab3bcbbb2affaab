import type { Command } from 'commander'
import { type SettingKey, settingKeys, settingOf, shown } from '../app.ts'
import { addCommand, type CommonOptions, print, settingsOf } from './command.ts'
import type { Edge } from './edge.ts'
import { table } from './table.ts'

/** `dialbook config`: the settings that hold, and where each comes from. */
export function addConfig(program: Command, edge: Edge): void {
  addCommand(program, 'config', 'Prints the settings that hold, and where each comes from.', settingKeys).action(
    (options: CommonOptions) => {
      const { settings, origins } = settingsOf(edge, options)
      const shownValue = (key: SettingKey) => shown(settingOf(key), settings[key])
      print(edge, options, {
        text: table(
          ['SETTING', { title: 'VALUE', givesWay: true }, 'FROM'],
          settingKeys.map((key) => [key, JSON.stringify(shownValue(key)), origins[key] ?? '']),
          edge.outWidth,
        ),
        json: Object.fromEntries(settingKeys.map((key) => [key, { value: shownValue(key), from: origins[key] }])),
      })
    },
  )
}
