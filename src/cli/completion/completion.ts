import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { bashScript } from './bash.ts'
import { fishScript } from './fish.ts'
import { levelsOf } from './levels.ts'
import { zshScript } from './zsh.ts'

const shells = { bash: bashScript, zsh: zshScript, fish: fishScript } as const

/** `dialbook completion SHELL`. It needs a program with all commands. */
export function addCompletion(program: Command, edge: Edge): void {
  const completion = program
    .command('completion')
    .description('Prints a script with which a shell completes commands, options and their choices.')
  for (const [shell, script] of Object.entries(shells)) {
    completion
      .command(shell)
      .description(`Prints the script for ${shell}; its first lines say where it goes.`)
      .action(() => edge.out(script(levelsOf(program))))
  }
}
