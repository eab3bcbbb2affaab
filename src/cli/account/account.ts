import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addAccountAdd } from './add.ts'
import { addAccountDisable } from './disable.ts'
import { addAccountEnable } from './enable.ts'
import { addAccountList } from './list.ts'
import { addAccountRemove } from './remove.ts'
import { addAccountRename } from './rename.ts'
import { addAccountRotateMaster } from './rotate-master.ts'
import { addAccountSet } from './set.ts'

/** `dialbook account …` */
export function addAccountCommands(program: Command, edge: Edge): void {
  const account = program
    .command('account')
    .description(
      'Tenants: no call ever sees the data of another account. Without --account a command acts on the only account, or ' +
        'where there are several on the one named default. Without that one it stops and names them.',
    )
  addAccountAdd(account, edge)
  addAccountList(account, edge)
  addAccountDisable(account, edge)
  addAccountEnable(account, edge)
  addAccountRename(account, edge)
  addAccountSet(account, edge)
  addAccountRemove(account, edge)
  addAccountRotateMaster(account, edge)
}
