import { type Command, Option } from 'commander'
import { Refusal } from '../../core/errors.ts'
import { setTrunk } from '../../core/trunk/set-trunk.ts'
import type { CallerIdWay, NumberForm } from '../../core/trunk/trunk.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { nextStep } from './next-step.ts'
import { showTrunk } from './show-trunk.ts'
import {
  readDefaultNumber,
  readHost,
  readName,
  readPassword,
  readPort,
  readPrivacyPrefix,
  readUsername,
} from './trunk-arguments.ts'

interface Options extends CommonOptions {
  readonly account?: string
  readonly host: string
  readonly port: number
  readonly username?: string
  readonly passwordFile?: string
  readonly callerId?: CallerIdWay
  readonly numberForm: NumberForm
  readonly defaultNumber?: string
  readonly privacyPrefix?: string
}

/** `dialbook trunk set NAME --host HOST …` */
export function addTrunkSet(parent: Command, edge: Edge): void {
  addCommand(
    parent,
    'set',
    'Makes a trunk, or replaces all settings of one: an option that is left out does not keep its value.',
  )
    .argument('<name>', 'the name of the trunk', readName)
    .requiredOption('--host <host>', 'where the other SIP server is: a name or an address', readHost)
    .option('--port <port>', 'its UDP port', readPort, 5060)
    .option('--username <name>', 'the user name to sign in with there', readUsername)
    .option(
      '--password-file <file>',
      'the file whose first line is the password, or - for standard input; it is kept sealed',
    )
    .addOption(
      new Option(
        '--caller-id <way>',
        'how the other server is told who calls: P-Asserted-Identity, Remote-Party-ID, From, or not at all (default: pai with a user name, else from)',
      ).choices(['pai', 'rpid', 'from', 'none']),
    )
    .addOption(
      new Option('--number-form <form>', "the form of the caller's number; e164 is +98…")
        .choices(['as-is', 'national', 'e164'])
        .default('as-is'),
    )
    .option('--default-number <number>', 'shown for an extension without a cid_number of its own', readDefaultNumber)
    .option(
      '--privacy-prefix <digits>',
      'dialled before a number, it keeps the caller’s from being shown, as *67',
      readPrivacyPrefix,
    )
    .option(...accountOption)
    .action((name: string, { host, port, username, passwordFile, ...options }: Options) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { account, caller } = await chooseCaller(book, options.account)
        if (passwordFile !== undefined && username === undefined) {
          throw new Refusal('missing_value', 'a password needs a --username', 'username')
        }
        const password = passwordFile === undefined ? null : await readPassword(edge, passwordFile)
        const trunk = await setTrunk(core, caller, {
          ...{ name, host, port },
          ...{ username: username ?? null, password },
          callerId: options.callerId ?? (username === undefined ? 'from' : 'pai'),
          numberForm: options.numberForm,
          ...{ defaultNumber: options.defaultNumber ?? null, privacyPrefix: options.privacyPrefix ?? null },
        })
        const text = `trunk '${name}' leads to ${host}:${port}\n${nextStep}`
        return { text, json: { account: account.name, trunk: showTrunk(trunk), nextStep } }
      }),
    )
}
