import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addMessageBudget } from './budget.ts'
import { addMessageCancel } from './cancel.ts'
import { addMessageCarriers } from './carriers.ts'
import { addMessageInbox } from './inbox.ts'
import { addMessageList } from './list.ts'
import { addMessageReceive } from './receive.ts'
import { addMessageSend } from './send.ts'
import { addMessageShow } from './show.ts'

/** `dialbook message …` */
export function addMessageCommands(program: Command, edge: Edge): void {
  const message = program
    .command('message')
    .description('The messages: SMS that wait, that have left and what became of them, and those that came in.')
  addMessageSend(message, edge)
  addMessageList(message, edge)
  addMessageShow(message, edge)
  addMessageCancel(message, edge)
  addMessageInbox(message, edge)
  addMessageReceive(message, edge)
  addMessageBudget(message, edge)
  addMessageCarriers(message, edge)
}
