import { type Command, Option } from 'commander'
import { Refusal } from '../../core/errors.ts'
import { setTrunk } from '../../core/trunk/set-trunk.ts'
import { hostsOf, type Trunk, usualTrunk } from '../../core/trunk/trunk.ts'
import { addedDigits, hostAndPort, numberPrefix, realm, wholeNumber } from '../../core/trunk/trunk-rules.ts'
import { accountOption, chooseCaller } from '../choose-account.ts'
import { actOnBook, addCommand, type CommonOptions } from '../command.ts'
import type { Edge } from '../edge.ts'
import { showTrunk } from './show-trunk.ts'
import {
  argument,
  many,
  readDefaultNumber,
  readHost,
  readName,
  readPassword,
  readPort,
  readPrivacyPrefix,
  readUsername,
} from './trunk-arguments.ts'

type Given = Pick<Trunk, 'transport' | 'host' | 'port' | 'numberForm' | 'place' | 'expiry' | 'strip' | 'qualify'>

interface Options
  extends CommonOptions,
    Omit<Given, 'port'>,
    Partial<Pick<Trunk, 'callerId' | 'realm' | 'only' | 'registrar'>> {
  readonly account?: string
  readonly port?: number
  readonly alsoHost?: readonly string[]
  readonly username?: string
  readonly passwordFile?: string
  readonly defaultNumber?: string
  readonly privacyPrefix?: string
  readonly register?: true
  readonly srtp?: true
  readonly contactUser?: string
  readonly fromUser?: string
  readonly add?: string
  readonly inactive?: true
}

/** The port of SIP by TLS. */
const tlsPort = 5061

/** `dialbook trunk set NAME --host HOST …` */
export function addTrunkSet(parent: Command, edge: Edge): void {
  const usual = usualTrunk
  addCommand(
    parent,
    'set',
    'Makes a trunk, or replaces all settings of one: an option that is left out does not keep its value.',
  )
    .argument('<name>', 'the name of the trunk', readName)
    .requiredOption('--host <host>', 'where the other SIP server is: a name or an address', readHost)
    .option('--port <port>', 'its port (default: 5060, by tls 5061)', readPort)
    .addOption(
      new Option('--transport <way>', 'the way to it, which must be one of `sip.transports` too')
        .choices(['udp', 'tcp', 'tls'])
        .default(usual.transport),
    )
    .option('--srtp', 'encrypt the sound (SRTP); its keys are in SIP, so --transport tls keeps them secret')
    .option(
      '--also-host <host[:port]>',
      'the next host, where the first does not answer; may be given many times',
      many(hostAndPort),
    )
    .option('--username <name>', 'the user name to sign in with there', readUsername)
    .option(
      '--password-file <file>',
      'the file whose first line is the password, or - for standard input; it is kept sealed',
    )
    .option(
      '--realm <realm>',
      'the realm of the other server: Asterisk then gets no password, but a digest for it',
      argument(realm),
    )
    .option('--from-user <name>', 'the user in From, where it is not the user name', readUsername)
    .option('--register', 'register there with the user name and the password')
    .option('--registrar <host[:port]>', 'where to register (default: the first host)', argument(hostAndPort))
    .option(
      '--contact-user <name>',
      'the user in the address that is registered (default: the user name)',
      readUsername,
    )
    .option('--expiry <seconds>', 'how long a registration lasts', argument(wholeNumber(60, 86_400)), usual.expiry)
    .option('--place <number>', 'its place in the order of the trunks', argument(wholeNumber(0, 9999)), usual.place)
    .option(
      '--strip <count>',
      'characters to take from the front of a number',
      argument(wholeNumber(0, 20)),
      usual.strip,
    )
    .option('--add <digits>', 'digits to put there then', argument(addedDigits))
    .option('--only <prefix>', 'numbers that begin so, and no others; may be given many times', many(numberPrefix))
    .option(
      '--qualify <seconds>',
      'how often to ask by OPTIONS whether it is there; 0 for never',
      argument(wholeNumber(0, 3600)),
      usual.qualify,
    )
    .option('--inactive', 'keep it in the book, and off the PBX')
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
    .action((name: string, { username, passwordFile, ...options }: Options) =>
      actOnBook(edge, options, async (book) => {
        const { core } = book
        const { account, caller } = await chooseCaller(book, options.account)
        const needs = passwordFile === undefined ? undefined : 'a password'
        if (needs !== undefined && username === undefined) {
          throw new Refusal('missing_value', `${needs} needs a --username`, 'username')
        }
        if (options.register && passwordFile === undefined) {
          throw new Refusal('missing_value', '--register needs a --username and a --password-file', 'username')
        }
        const password = passwordFile === undefined ? null : await readPassword(edge, passwordFile)
        const { host, transport, numberForm, place, expiry, strip, qualify } = options
        const port = options.port ?? (transport === 'tls' ? tlsPort : usualTrunk.port)
        const trunk = await setTrunk(core, caller, {
          ...{ name, host, port, transport, numberForm, place, expiry, strip, qualify },
          ...{ moreHosts: options.alsoHost ?? [], username: username ?? null, password },
          ...{ realm: options.realm ?? '', fromUser: options.fromUser ?? '', registers: options.register ?? false },
          ...{ registrar: options.registrar ?? '', contactUser: options.contactUser ?? '', added: options.add ?? '' },
          ...{ only: options.only ?? [], active: !options.inactive, srtp: options.srtp ?? false },
          callerId: options.callerId ?? (username === undefined ? 'from' : 'pai'),
          ...{ defaultNumber: options.defaultNumber ?? null, privacyPrefix: options.privacyPrefix ?? null },
        })
        const text = `trunk '${name}' leads to ${hostsOf(trunk).join(', ')}`
        return { text, json: { account: account.name, trunk: showTrunk(trunk) } }
      }),
    )
}
