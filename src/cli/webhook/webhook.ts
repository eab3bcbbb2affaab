import type { Command } from 'commander'
import type { Edge } from '../edge.ts'
import { addWebhookAdd } from './add.ts'
import { addWebhookList } from './list.ts'
import { addWebhookLog } from './log.ts'
import { addWebhookRemove } from './remove.ts'
import { addWebhookResend } from './resend.ts'

/** `dialbook webhook …` */
export function addWebhookCommands(program: Command, edge: Edge): void {
  const webhook = program.command('webhook').description('Addresses that are told of events.')
  addWebhookAdd(webhook, edge)
  addWebhookList(webhook, edge)
  addWebhookRemove(webhook, edge)
  addWebhookLog(webhook, edge)
  addWebhookResend(webhook, edge)
}
