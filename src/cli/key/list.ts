import type { Command } from 'commander'
import { findAccounts } from '../../core/account/find-accounts.ts'
import { findCredentials } from '../../core/credential/find-credentials.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { type Column, isoTime, table } from '../table.ts'
import { showKey } from './show-key.ts'

const columns: readonly Column[] = [
  ...(['ID', 'DIALECT', { title: 'ACCOUNT', givesWay: true }, 'SIGNS IN BY', 'USERNAME'] as const),
  ...([{ title: 'MAY', givesWay: true }, 'SEES SECRETS', 'STATE', 'MADE'] as const),
]

/** `dialbook key list` */
export function addKeyList(parent: Command, edge: Edge): void {
  addCommand(parent, 'list', 'Lists the credentials, without their secrets.').action((options: CommonOptions) =>
    actOnBook(edge, options, async ({ core, owner }) => {
      const names = new Map((await findAccounts(core, owner)).map(({ id, name }) => [id, name]))
      const keys = (await findCredentials(core, owner)).map((key) => ({ key, account: names.get(key.accountId) ?? '' }))
      const rows = keys.map(({ key, account }) => [
        String(key.id),
        key.dialect,
        account,
        key.scheme,
        key.username ?? '',
        key.permissions.join(' '),
        key.revealsSecrets ? 'yes' : 'no',
        key.enabled ? 'enabled' : 'disabled',
        isoTime(key.createdAt),
      ])
      return {
        text: table(columns, rows, edge.outWidth),
        json: keys.map(({ key, account }) => ({ ...showKey(key), account })),
      }
    }),
  )
}
