import type { Command } from 'commander'
import { rotateMasterKey } from '../../core/account/rotate-master-key.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { harmless } from '../table.ts'
import { showAccount } from './show-account.ts'

/** Characters of a master key: as many as a key of a dialect has. */
const keyLength = 40

/** `dialbook account rotate-master NAME` */
export function addAccountRotateMaster(parent: Command, edge: Edge): void {
  addCommand(
    parent,
    'rotate-master',
    'Gives an account a new master key, which all its CheckMarket keys need from then on.',
  )
    .argument('<name>')
    .action((name: string, options: CommonOptions) =>
      actOnBook(edge, options, async ({ core, owner }) => {
        const masterKey = core.ids.secret(keyLength)
        const account = await rotateMasterKey(core, owner, name, masterKey)
        return {
          text: `account '${harmless(name)}' has this master key now. It is shown only once:\n  masterKey  ${masterKey}`,
          json: { ...showAccount(account), masterKey },
        }
      }),
    )
}
