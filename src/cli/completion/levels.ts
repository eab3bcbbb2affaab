import type { Command } from 'commander'

/** A word that may stand at a place of a command line, and the description of what it names. */
export interface Word {
  readonly text: string
  readonly about: string
}

/** A command, as a shell completes it: `path` is `key add` for `dialbook key add`, and empty for the program itself. */
export interface Level {
  readonly path: string
  readonly commands: readonly Word[]
  readonly options: readonly Word[]
  /** The values that an option takes, for options with a fixed choice: `--format` has csv, xlsx, vcf, json. */
  readonly choices: ReadonlyMap<string, readonly string[]>
}

/** The program and all of its commands, each before those below it. */
export function levelsOf(command: Command, path = ''): Level[] {
  const help = command.createHelp()
  const below = help.visibleCommands(command)
  const options = help.visibleOptions(command).filter(({ long }) => long)
  const level: Level = {
    path,
    commands: below.map((each) => ({ text: each.name(), about: firstSentence(each.description()) })),
    options: options.map(({ long, description }) => ({ text: String(long), about: firstSentence(description) })),
    choices: new Map(
      options.flatMap(({ long, argChoices }) => (long && argChoices ? [[long, argChoices] as const] : [])),
    ),
  }
  const named = below.filter((each) => each.name() !== 'help')
  return [level, ...named.flatMap((each) => levelsOf(each, path === '' ? each.name() : `${path} ${each.name()}`))]
}

/** A shell shows one line for each word. */
function firstSentence(text: string): string {
  return text.split(/(?<=[.:])\s/)[0]?.replace(/[.:]$/, '') ?? ''
}
