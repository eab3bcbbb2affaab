import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addContactsEdit } from './edit.ts'
import { addContactsImport } from './import.ts'
import { addContactsList } from './list.ts'
import { addContactsRemove } from './remove.ts'
import { addContactsShow } from './show.ts'

/** `dialbook contacts …` */
export function addContactsCommands(program: Command, edge: Edge): void {
  const contacts = program.command('contacts').description('The contacts of an account.')
  addContactsList(contacts, edge)
  addContactsShow(contacts, edge)
  addContactsImport(contacts, edge)
  addContactsEdit(contacts, edge)
  addContactsRemove(contacts, edge)
}
