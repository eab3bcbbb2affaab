import type { Command } from 'commander'
import { setPersonEnabled } from '../../core/person/set-person-enabled.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { harmless } from '../table.ts'
import { showPerson } from './show-person.ts'

/** `dialbook person disable NAME` */
export function addPersonDisable(parent: Command, edge: Edge): void {
  addSwitch(parent, edge, 'disable', 'Closes the page to a person: all sessions end, from the next request on.')
}

/** `dialbook person enable NAME` */
export function addPersonEnable(parent: Command, edge: Edge): void {
  addSwitch(parent, edge, 'enable', 'Opens the page to a person again.')
}

function addSwitch(parent: Command, edge: Edge, verb: 'enable' | 'disable', help: string): void {
  addCommand(parent, verb, help)
    .argument('<name>')
    .action((name: string, options: CommonOptions) =>
      actOnBook(edge, options, async ({ core, owner }) => {
        const person = await setPersonEnabled(core, owner, name, verb === 'enable')
        return { text: `'${harmless(person.name)}' is ${verb}d`, json: showPerson(person) }
      }),
    )
}
