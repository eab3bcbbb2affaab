import type { Command } from 'commander'
import { readDeletion, readDescription, readTitle } from './group-arguments.ts'

/** Adds the options for the fields of a group. */
export function addFieldOptions(command: Command): Command {
  return command
    .option('--description <text>', 'What the group is; an empty text clears it.', readDescription)
    .option(
      '--title <column=text>',
      'The title of a column, as a=Name; an empty text clears it. May be repeated.',
      readTitle,
    )
    .option('--folder <folder>', 'The folder to lie in, by its id or its name; / for none.')
    .option(
      '--delete-at <time>',
      'When the server removes the group: 2026-11-21T03:00:00Z, in UTC; or never.',
      readDeletion,
    )
}
