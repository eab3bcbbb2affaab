import type { Command } from 'commander'
import type { Edge } from './edge.ts'

/** `dialbook manual`. It needs a program with all commands. */
export function addManual(program: Command, edge: Edge): void {
  program
    .command('manual')
    .description('Prints the man page: dialbook manual >/usr/local/share/man/man1/dialbook.1')
    .action(() => edge.out(manPage(program, edge.version)))
}

/** The man page of the program: every command with its arguments and options, from the definitions that also make `--help`. */
export function manPage(program: Command, version: string): string {
  const lines = [
    `.TH DIALBOOK 1 "" "dialbook ${version}" "User commands"`,
    '.SH NAME',
    `dialbook \\- ${plain(program.description())}`,
    '.SH SYNOPSIS',
    '.B dialbook',
    '.I command',
    '[options]',
    '.SH DESCRIPTION',
    'The command line works on the book while the server runs. Settings come from options, from variables of the environment, and from',
    'the file dialbook.config.json, in this order.',
    '.SH COMMANDS',
    ...commandsBelow(program, ''),
    '.SH EXIT STATUS',
    '.TP',
    '0',
    'done',
    '.TP',
    '1',
    'refused: the message names the reason, and nothing has changed',
    '.TP',
    '2',
    'the command line or the settings cannot be understood',
    '.SH FILES',
    '.TP',
    'data/',
    'the book and the key of its secrets',
    '.TP',
    'dialbook.config.json',
    'the settings, where there is one',
  ]
  return `${lines.join('\n')}\n`
}

function commandsBelow(parent: Command, path: string): string[] {
  const help = parent.createHelp()
  return help
    .visibleCommands(parent)
    .filter((command) => command.name() !== 'help')
    .flatMap((command) => {
      const name = `${path}${command.name()}`
      if (command.commands.length > 0) return commandsBelow(command, `${name} `)
      return [
        `.SS "${plain(`${name} ${command.usage()}`)}"`,
        plain(command.description()),
        ...items(
          help.visibleArguments(command).map((each) => [help.argumentTerm(each), help.argumentDescription(each)]),
        ),
        ...items(
          help
            .visibleOptions(command)
            .filter(({ long }) => long !== '--help')
            .map((each) => [help.optionTerm(each), help.optionDescription(each)]),
        ),
      ]
    })
}

function items(pairs: readonly (readonly [string, string])[]): string[] {
  return pairs.flatMap(([term, description]) => ['.TP', `.B ${plain(term)}`, plain(description)])
}

/** A text that roff prints and does not obey. */
function plain(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replace(/^(?=['.])/gm, '\\&')
}
