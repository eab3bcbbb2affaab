import { type Command, InvalidArgumentError, Option } from 'commander'
import type { EventKind } from '../../core/event/event.ts'
import { addWebhook } from '../../core/webhook/add-webhook.ts'
import type { Webhook } from '../../core/webhook/webhook.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { fileHelp, readSecret, warnOfArgument } from '../read-secret.ts'
import { showWebhook } from './show-webhook.ts'
import { allEventNames, eventKindOf, eventName, vendor } from './vendor.ts'

interface AddOptions extends CommonOptions {
  readonly account?: string
  readonly version: string
  readonly method: 'post' | 'get'
  readonly events: readonly EventKind[]
  readonly username?: string
  readonly password?: string
  readonly passwordFile?: string
}

/** `dialbook webhook add URL …` */
export function addWebhookAdd(parent: Command, edge: Edge): void {
  const { formats } = vendor.webhooks
  addCommand(parent, 'add', 'Tells an address of events from now on.')
    .argument('<url>', 'the address that is told, http:// or https://')
    .option(...accountOption)
    .addOption(new Option('--version <version>', 'The form of the messages.').choices(formats).default(formats[0]))
    .addOption(new Option('--method <method>', 'How they are sent.').choices(['post', 'get']).default('post'))
    .addOption(
      new Option('--events <names>', `Comma separated, of ${allEventNames.join(', ')}.`)
        .argParser(readEvents)
        .default(readEvents(allEventNames.join()), 'all of them'),
    )
    .option('--username <name>', 'The user name for Basic authentication.')
    .addOption(new Option('--password <password>', 'The password that goes with it.').conflicts('passwordFile'))
    .option('--password-file <file>', `${fileHelp}.`)
    .action((url: string, options: AddOptions) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const password = await passwordOf(edge, options)
        const { caller } = await chooseCaller(book, options.account)
        const webhook = await addWebhook(core, caller, {
          url,
          dialect: vendor.name,
          format: options.version,
          method: options.method.toUpperCase() as Webhook['method'],
          events: options.events,
          ...(options.username !== undefined && { username: options.username }),
          ...(password !== undefined && { password }),
        })
        const told = webhook.events.map(eventName).join(', ')
        return { text: `webhook ${webhook.id} is told of ${told}`, json: showWebhook(webhook) }
      }),
    )
}

function readEvents(text: string): EventKind[] {
  return text.split(',').map((name) => {
    const kind = eventKindOf(name.trim())
    if (kind === undefined) throw new InvalidArgumentError(`'${name.trim()}' is none of ${allEventNames.join(', ')}.`)
    return kind
  })
}

async function passwordOf(edge: Edge, { password, passwordFile }: AddOptions): Promise<string | undefined> {
  if (passwordFile !== undefined) return readSecret(edge, passwordFile, '--password-file')
  if (password !== undefined) warnOfArgument(edge, '--password')
  return password
}
