import type { Command } from 'commander'
import { findAccounts } from '../../core/account/find-accounts.ts'
import { findPeople } from '../../core/person/find-people.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { isoTime, table } from '../table.ts'
import { showPerson } from './show-person.ts'

const columns = [
  { title: 'NAME', givesWay: true },
  'ROLE',
  { title: 'ACCOUNT', givesWay: true },
  'STATE',
  'MADE',
] as const

/** `dialbook person list` */
export function addPersonList(parent: Command, edge: Edge): void {
  addCommand(parent, 'list', 'Lists the people who may use the page.').action((options: CommonOptions) =>
    actOnBook(edge, options, async ({ core, owner }) => {
      const people = await findPeople(core, owner)
      const names = new Map((await findAccounts(core, owner)).map(({ id, name }) => [id, name]))
      const accountOf = (id: number | null) => (id === null ? null : (names.get(id) ?? null))
      const rows = people.map(({ name, role, accountId, enabled, hasPassword, createdAt }) => [
        ...[name, role, accountOf(accountId) ?? ''],
        enabled ? (hasPassword ? 'enabled' : 'invited') : 'disabled',
        isoTime(createdAt),
      ])
      const json = people.map((person) => ({ ...showPerson(person), account: accountOf(person.accountId) }))
      return { text: table(columns, rows, edge.outWidth), json }
    }),
  )
}
