import type { Command } from 'commander'
import { auditExtensions } from '../../core/extension/audit-extensions.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { table } from '../table.ts'

const columns = ['NUMBER', { title: 'NAME', givesWay: true }, 'WHY'] as const

interface AuditOptions extends CommonOptions {
  readonly account?: string
}

/** `dialbook extensions audit` */
export function addExtensionsAudit(parent: Command, edge: Edge): void {
  addCommand(parent, 'audit', 'Lists the extensions whose SIP secrets are weak, without the secrets.')
    .option(...accountOption)
    .action((options: AuditOptions) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { caller } = await chooseCaller(book, options.account)
        const findings = await auditExtensions(core, caller)
        const rows = findings.map(({ number, name, weakness }) => [number, name, weakness])
        const text = rows.length === 0 ? 'no extension has a weak secret' : table(columns, rows, edge.outWidth)
        return { text, json: { findings } }
      }),
    )
}
