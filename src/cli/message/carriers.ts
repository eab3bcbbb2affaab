import type { Command } from 'commander'
import { findCarriers } from '../../core/message/find-carriers.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { isoTime, table } from '../table.ts'

const columns = ['NAME', 'STATE', 'SINCE', 'ROUTES', { title: 'PROBLEM', givesWay: true }] as const

/** `dialbook message carriers` */
export function addMessageCarriers(parent: Command, edge: Edge): void {
  addCommand(parent, 'carriers', 'Tells which carriers of messages can be reached, as a server told last.').action(
    (options: CommonOptions) =>
      actOnBook(edge, options, async ({ core, owner }) => {
        const carriers = await findCarriers(core, owner)
        const rows = carriers.map(({ name, state, routes, told }) => [
          ...[name, state, told ? isoTime(told.since) : '', routes.join(' '), told?.problem ?? ''],
        ])
        const json = carriers.map(({ name, state, routes, told }) => ({
          ...{ name, state, routes, problem: told?.problem ?? null },
          ...{ since: told ? isoTime(told.since) : null, toldAt: told ? isoTime(told.toldAt) : null },
        }))
        return { text: carriers.length === 0 ? 'no route names a carrier' : table(columns, rows, edge.outWidth), json }
      }),
  )
}
