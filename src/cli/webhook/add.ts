import { type Command, InvalidArgumentError, Option } from 'commander'
import type { WebhookForm } from '../../app.ts'
import { Refusal } from '../../core/errors.ts'
import { type EventKind, eventKinds } from '../../core/event/event.ts'
import { addWebhook } from '../../core/webhook/add-webhook.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { fileHelp, readSecret, warnOfArgument } from '../read-secret.ts'
import { showWebhook } from './show-webhook.ts'
import { choose, eventKindOf, eventName, eventsOf, formOf, tellingDialects, usualDialect, versions } from './vendors.ts'

interface AddOptions extends CommonOptions {
  readonly account?: string
  readonly dialect: string
  readonly version?: string
  readonly method: 'post' | 'get'
  readonly events?: readonly EventKind[]
  readonly username?: string
  readonly password?: string
  readonly passwordFile?: string
}

/** `dialbook webhook add URL …` */
export function addWebhookAdd(parent: Command, edge: Edge): void {
  const lists = tellingDialects.map((dialect) => `of ${dialect} ${eventsOf(formOf(dialect)).map(eventName).join(', ')}`)
  addCommand(parent, 'add', 'Tells an address of events from now on.')
    .argument('<url>', 'the address that is told, http:// or https://')
    .option(...accountOption)
    .addOption(
      new Option('--dialect <name>', 'The vendor in whose form it is told.')
        .choices(tellingDialects)
        .default(usualDialect),
    )
    .addOption(
      new Option(
        '--version <version>',
        'The form of the messages; the usual one of the dialect where it is left out.',
      ).choices(versions),
    )
    .addOption(new Option('--method <method>', 'How they are sent.').choices(['post', 'get']).default('post'))
    .addOption(
      new Option(
        '--events <names>',
        `Comma separated: ${lists.join('; ')}. All of the dialect where it is left out.`,
      ).argParser(readEvents),
    )
    .option('--username <name>', 'The user name for Basic authentication.')
    .addOption(new Option('--password <password>', 'The password that goes with it.').conflicts('passwordFile'))
    .option('--password-file <file>', `${fileHelp}.`)
    .action((url: string, options: AddOptions) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const password = await passwordOf(edge, options)
        const { caller } = await chooseCaller(book, options.account)
        const form = formOf(options.dialect)
        const webhook = await addWebhook(core, caller, {
          url,
          dialect: options.dialect,
          format: choose('version', options.version, form.formats),
          method: choose('method', options.method.toUpperCase(), form.methods),
          events: eventsIn(form, options.events),
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
    if (kind === undefined)
      throw new InvalidArgumentError(`'${name.trim()}' is none of ${eventKinds.map(eventName).join(', ')}.`)
    return kind
  })
}

/**
 * The events that are told, all of a form where none is named.
 *
 * @throws Refusal `invalid_value` for an event of another vendor.
 */
function eventsIn(form: WebhookForm, asked: readonly EventKind[] | undefined): readonly EventKind[] {
  const all = eventsOf(form)
  const other = asked?.find((kind) => !all.includes(kind))
  if (other === undefined) return asked ?? all
  throw new Refusal(
    'invalid_value',
    `${eventName(other)} is no event of this dialect: ${all.map(eventName).join(', ')}`,
    'events',
  )
}

async function passwordOf(edge: Edge, { password, passwordFile }: AddOptions): Promise<string | undefined> {
  if (passwordFile !== undefined) return readSecret(edge, passwordFile, '--password-file')
  if (password !== undefined) warnOfArgument(edge, '--password')
  return password
}
