import { randomBytes } from 'node:crypto'
import { accessSync, constants, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Settings } from '../config/config.ts'
import type { PbxRole } from '../core/pbx/pbx-role.ts'
import type { Store } from '../core/ports.ts'
import { ownCertificate } from '../pbx/own-certificate.ts'
import type { DatabaseAccess } from '../pbx/realtime.ts'
import { translatesOpus } from '../pbx/translates-opus.ts'
import type { SipEdge } from '../pbx/transports-file.ts'
import { type Configuration, prepareConfiguration, writePrivately } from '../pbx/write-configuration.ts'
import { addressesOf } from '../store/postgres/addresses.ts'
import { recordingsIn, soundsIn } from './media-folders.ts'
import { StartError } from './start-error.ts'

/** The folder of a configuration, and how it is to be written. */
export interface PbxFolders {
  readonly dir: string
  /** The folder that `scripts/get-asterisk.sh` has filled; absent for an installed Asterisk. */
  readonly asterisk?: string
  /** Whether the PBX's role in the database may get another password. The folder may not know the present one. */
  readonly newDatabasePassword?: boolean
}

/** A configuration that was written. */
export interface ConfiguredPbx {
  /** The file of statements that a database administrator has to run first; undefined where this user could. */
  readonly statements: string | undefined
  readonly translatesOpus: boolean
}

/**
 * Writes the configuration of an Asterisk that reads this book. Passwords that the folder has already stay.
 *
 * @throws StartError when the configuration cannot be written.
 */
export async function configurePbx(
  settings: Settings,
  store: Store,
  { dir, asterisk, newDatabasePassword = false }: PbxFolders,
): Promise<ConfiguredPbx> {
  if (dir === '') throw new StartError('say where to write the configuration of the PBX, with --dir')
  if (settings['ari.port'] === settings['ami.port']) {
    throw new StartError('ARI and AMI need a port each: choose another one with --ari-port or --ami-port')
  }
  refusePorts(settings)
  const folder = resolve(dir)
  const { role, write } = inFolder(folder, () => {
    const url = settings['database.url']
    const role = url === '' ? undefined : roleFor(url, folder, newDatabasePassword)
    const configuration: Configuration = {
      dir: folder,
      ...(asterisk !== undefined && { asterisk: resolve(asterisk) }),
      book: role ? { database: databaseAt(url, role) } : { file: resolve(settings.data, 'book.db') },
      realm: settings['sip.realm'],
      edge: edgeIn(folder, settings),
      rtpPorts: settings['sip.rtpPorts'],
      ariPort: settings['ari.port'],
      amiPort: settings['ami.port'],
      recordings: {
        folder: recordingsIn(settings),
        format: settings['recording.format'],
        consent: settings['recording.consent'],
      },
      spoolLimit: settings['pbx.spoolLimit'] * 1_000_000,
      sounds: soundsIn(settings),
      password: keptPassword(join(folder, 'ari.password')) ?? newPassword(),
    }
    return { role, write: prepareConfiguration(configuration) }
  })
  const statements = role && (await store.admitPbx(role))
  return inFolder(folder, () => {
    if (role) writePrivately(join(folder, 'database.password'), `${role.password}\n`)
    write()
    const opus = translatesOpus(asterisk)
    if (statements === undefined) return { statements, translatesOpus: opus }
    const file = join(folder, 'role.sql')
    writePrivately(file, statements)
    return { statements: file, translatesOpus: opus }
  })
}

/** How phones reach the PBX. A certificate that nobody names is made in the folder, where one is needed. */
function edgeIn(folder: string, settings: Settings): SipEdge {
  const addresses = settings['sip.bind']
  const transports = settings['sip.transports']
  const named = { file: settings['sip.certificate'], key: settings['sip.certificateKey'] }
  const needsCertificate = transports.includes('tls') || transports.includes('wss')
  if ((named.file === '') !== (named.key === '')) {
    throw new StartError('a certificate needs its key: name both, by --sip-certificate and --sip-certificate-key')
  }
  return {
    ...{ addresses, transports, port: settings['sip.port'], tlsPort: settings['sip.tlsPort'] },
    ...{ wssPort: settings['sip.wssPort'], externalAddress: settings['sip.externalAddress'] },
    localNetworks: settings['sip.localNetworks'],
    certificate:
      named.file !== ''
        ? { file: readable(named.file), key: readable(named.key) }
        : needsCertificate
          ? ownCertificate(folder, addresses)
          : named,
  }
}

/** The path of a file that this user, who will run Asterisk, can read. */
function readable(file: string): string {
  accessSync(file, constants.R_OK)
  return resolve(file)
}

/** @throws StartError where two ways in would have one port. */
function refusePorts(settings: Settings): void {
  const transports = settings['sip.transports']
  const ports = [
    ...(transports.includes('tcp') ? [settings['sip.port']] : []),
    ...(transports.includes('tls') ? [settings['sip.tlsPort']] : []),
    ...(transports.includes('wss') ? [settings['sip.wssPort']] : []),
    ...[settings['ari.port'], settings['ami.port']],
  ]
  if (new Set(ports).size < ports.length) {
    throw new StartError('two of sip.port (tcp), sip.tlsPort, sip.wssPort, ari.port and ami.port are the same')
  }
}

function inFolder<T>(folder: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new StartError(`cannot write the configuration of the PBX to ${folder}`, error)
  }
}

/** The PBX's role: `book_pbx` for the database `book`, since all databases of a server share their roles. */
function roleFor(url: string, folder: string, mayReplace: boolean): PbxRole {
  const kept = mayReplace ? undefined : keptPassword(join(folder, 'database.password'))
  return { name: `${databaseName(url)}_pbx`, password: kept ?? newPassword(), isNew: kept === undefined, mayReplace }
}

/**
 * The database as Asterisk's driver reads it. Several hosts are several for it too, and it goes to the first that answers.
 *
 * @throws StartError for hosts of several ports, since the driver has one.
 */
function databaseAt(url: string, { name: role, password }: PbxRole): DatabaseAccess {
  const hosts = addressesOf(url).map((address) => new URL(address))
  const [port = '5432', ...otherPorts] = new Set(hosts.map((host) => host.port || '5432'))
  if (otherPorts.length > 0) {
    throw new StartError(
      'Asterisk has one port for all hosts of the database: have PostgreSQL listen on the same on each',
    )
  }
  const host = hosts.map(({ hostname }) => hostname.replace(/^\[(.*)\]$/, '$1')).join()
  return { host, port, name: databaseName(url), role, password }
}

function databaseName(url: string): string {
  return decodeURIComponent(new URL(addressesOf(url)[0]).pathname.slice(1))
}

function newPassword(): string {
  return randomBytes(24).toString('base64url')
}

function keptPassword(file: string): string | undefined {
  try {
    const password = readFileSync(file, 'utf8').trim()
    return /^[\w-]{16,}$/.test(password) ? password : undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
