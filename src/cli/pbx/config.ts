import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { type Effective, loadPbxConfiguration, openBook, type SettingKey } from '../../app.ts'
import type { Account } from '../../core/account/account.ts'
import { findAccounts } from '../../core/account/find-accounts.ts'
import { findCallSettings } from '../../core/call/find-call-settings.ts'
import type { CallSettings } from '../../core/call/route.ts'
import { setCallSettings } from '../../core/call/set-call-settings.ts'
import { findServedAccount } from '../../core/pbx/find-served-account.ts'
import { serveAccount } from '../../core/pbx/serve-account.ts'
import { refreshTrunks } from '../../core/trunk/refresh-trunks.ts'
import { chooseAccount } from '../choose-account.ts'
import { addCommand, type CommonOptions, type OwnedBook, ownerAt, print, settingsOf, warn } from '../command.ts'
import type { Edge } from '../edge.ts'

export interface PbxConfigOptions extends CommonOptions {
  readonly dir: string
  readonly pbxAccount?: string
  readonly asterisk?: string
  readonly newDatabasePassword?: boolean
}

/** The settings that the configuration of a PBX follows. */
export const pbxConfigSettings: readonly SettingKey[] = [
  ...(['data', 'database.url', 'sip.realm', 'sip.bind', 'sip.port', 'sip.rtpPorts'] as const),
  ...(['sip.transports', 'sip.tlsPort', 'sip.wssPort', 'sip.certificate', 'sip.certificateKey'] as const),
  ...(['sip.externalAddress', 'sip.localNetworks'] as const),
  ...(['sip.rtpTimeout', 'sip.rtpTimeoutOnHold', 'sip.sessionExpires'] as const),
  ...(['ari.port', 'ami.port', 'pbx.ringTime', 'pbx.pushWait', 'simotel.forwardAll', 'mail.missedCalls'] as const),
  ...(['recording.folder', 'recording.format', 'recording.consent', 'sound.folder', 'pbx.spoolLimit'] as const),
]

/** `dialbook pbx config --dir DIR` */
export function addPbxConfig(parent: Command, edge: Edge): void {
  addCommand(parent, 'config', 'Writes the whole configuration of an Asterisk that reads this book.', pbxConfigSettings)
    .requiredOption('--dir <folder>', 'where to write it; what Asterisk keeps lies there too')
    .addOption(pbxAccountOption())
    .option(
      '--asterisk <folder>',
      'the folder that scripts/get-asterisk.sh has filled (default: an installed Asterisk)',
    )
    .addOption(newPasswordOption())
    .action(async (options: PbxConfigOptions) => {
      const { dir, account, start, statements } = await writePbxConfig(edge, options)
      const text = [
        `The PBX serves the account '${account}'. Its configuration is in ${dir}/etc; this starts it:`,
        `  ${start.join(' ')} -f`,
        ...hintsOf(settingsOf(edge, options)),
        ...(statements === undefined ? [] : [`FIRST ${administratorMust(statements)}`]),
      ].join('\n')
      print(edge, options, { text, json: { dir, account, ...(statements && { statements }) } })
    })
}

/** The option that chooses the account of the PBX. */
export function pbxAccountOption(): Option {
  return new Option(
    '--pbx-account <name>',
    'the account whose extensions the PBX has (default: the one that it serves now, else the only one)',
  )
}

/** The option for a new password of the role that the PBX signs in to PostgreSQL with. */
export function newPasswordOption(): Option {
  return new Option(
    '--new-database-password',
    'makes a new password, also when another PBX signs in to the database with the present one',
  )
}

/** How a phone signs in, in lines. */
export function hintsOf({ settings }: Effective): string[] {
  const transports = settings['sip.transports']
  const plain = transports.filter((each) => each === 'udp' || each === 'tcp').map((each) => each.toUpperCase())
  const ways = [
    ...(plain.length > 0 ? [`${plain.join(' or ')} port ${settings['sip.port']}`] : []),
    ...(transports.includes('tls') ? [`TLS port ${settings['sip.tlsPort']}`] : []),
    ...(transports.includes('wss') ? [`secure WebSocket port ${settings['sip.wssPort']}, path /ws`] : []),
  ]
  return [
    `A phone registers at ${settings['sip.bind'].join(' and ')}, ${ways.join(', or ')}, with its extension's number`,
    `as user name and the extension's secret as password.`,
  ]
}

/** The step that is left to an administrator of the database. */
export function administratorMust(statements: string): string {
  return `let an administrator of the database run ${statements}: this user may not make the PBX's role.`
}

/** A configuration that is written. */
export interface WrittenPbxConfig {
  readonly dir: string
  /** The name of the account that the PBX serves. */
  readonly account: string
  /** The command that starts Asterisk with it, without options of its own. */
  readonly start: readonly string[]
  /** The file of the statements that an administrator of the database must run first; undefined where nothing is missing. */
  readonly statements: string | undefined
}

/**
 * Writes the configuration of the PBX, and has the book serve it.
 *
 * @throws Refusal where the account is not clear; StartError where the book does not open.
 */
export async function writePbxConfig(edge: Edge, options: PbxConfigOptions): Promise<WrittenPbxConfig> {
  const effective = settingsOf(edge, options)
  const { settings } = effective
  const book = await openBook(settings)
  warn(edge, [...book.alarms, ...book.warnings])
  try {
    const owner = ownerAt(edge)
    const account = await chooseServed({ ...book, owner }, options.pbxAccount)
    const configurePbx = await loadPbxConfiguration()
    const { statements, translatesOpus } = await configurePbx(settings, book.core.store, options)
    await refreshTrunks(book.core, owner, account.id)
    // A running PBX follows these writes at once. So nothing that can fail for another reason comes after them.
    await serveAccount(book.core, owner, account)
    await setCallSettings(book.core, owner, {
      ...(await callSettings({ ...book, owner }, effective)),
      translatesOpus,
    })
    const dir = resolve(options.dir)
    const program = options.asterisk === undefined ? 'asterisk' : resolve(options.asterisk, 'bin/asterisk')
    return { dir, account: account.name, start: [program, '-C', `${dir}/etc/asterisk.conf`], statements }
  } finally {
    await book.close()
  }
}

/**
 * The call settings to write: those that are set, else those that the book has. So a second `pbx config` need not
 * repeat the first.
 */
async function callSettings(
  { core, owner }: OwnedBook,
  { settings, origins }: Effective,
): Promise<Omit<CallSettings, 'translatesOpus'>> {
  const usual = {
    ringTime: settings['pbx.ringTime'],
    forwardAll: settings['simotel.forwardAll'],
    pushWait: settings['pbx.pushWait'],
    missedMail: settings['mail.missedCalls'],
    rtpTimeout: settings['sip.rtpTimeout'],
    rtpTimeoutOnHold: settings['sip.rtpTimeoutOnHold'],
    sessionExpires: settings['sip.sessionExpires'],
  }
  return {
    ...usual,
    ...(await findCallSettings(core, owner)),
    ...(origins['pbx.ringTime'] !== 'default' && { ringTime: usual.ringTime }),
    ...(origins['simotel.forwardAll'] !== 'default' && { forwardAll: usual.forwardAll }),
    ...(origins['pbx.pushWait'] !== 'default' && { pushWait: usual.pushWait }),
    ...(origins['mail.missedCalls'] !== 'default' && { missedMail: usual.missedMail }),
    ...(origins['sip.rtpTimeout'] !== 'default' && { rtpTimeout: usual.rtpTimeout }),
    ...(origins['sip.rtpTimeoutOnHold'] !== 'default' && { rtpTimeoutOnHold: usual.rtpTimeoutOnHold }),
    ...(origins['sip.sessionExpires'] !== 'default' && { sessionExpires: usual.sessionExpires }),
    mediaAddress: mediaAddressOf(settings['sip.bind']),
  }
}

/** The address that sound goes by: the only one that the PBX listens on. Several, or all, leave it to the machine: then it is empty. */
function mediaAddressOf(addresses: readonly string[]): string {
  const [only = '', ...others] = addresses
  return others.length > 0 || only === '0.0.0.0' || only === '::' ? '' : only
}

/** The account that is named, else the one that is served already, else the one that {@link chooseAccount} finds. */
async function chooseServed(book: OwnedBook, name: string | undefined): Promise<Account> {
  const { core, owner } = book
  const servedId = await findServedAccount(core, owner)
  const served = (await findAccounts(core, owner)).find(({ id }) => id === servedId)
  if (served && (name === undefined || name === served.name)) return served
  return chooseAccount(book, name, '--pbx-account')
}
