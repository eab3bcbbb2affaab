import { chmodSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { holdMusic } from './hold-music.ts'
import { type BookAccess, realtimeOf } from './realtime.ts'
import { rawFolder } from './recording-folder.ts'
import { opusModule, translatesOpus } from './translates-opus.ts'
import { type SipEdge, secureHttp, transportsFile } from './transports-file.ts'

const templates = new URL('../../asterisk/', import.meta.url)

/** The configuration of an Asterisk that reads the book. */
export interface Configuration {
  /** The folder to write to, as an absolute path. */
  readonly dir: string
  /** The folder that `scripts/get-asterisk.sh` has filled; absent for an installed Asterisk. */
  readonly asterisk?: string
  readonly book: BookAccess
  readonly realm: string
  readonly edge: SipEdge
  readonly rtpPorts: { readonly first: number; readonly last: number }
  readonly ariPort: number
  readonly amiPort: number
  /** Where calls are recorded, as an absolute path, and the form that they get. */
  readonly recordings: { readonly folder: string; readonly format: string; readonly consent: string }
  /** Bytes from which on a file of the spool of calls takes no more of them. */
  readonly spoolLimit: number
  /** Where announcements are, as an absolute path. */
  readonly sounds: string
  /** The password of the one user that ARI and AMI know. */
  readonly password: string
}

/**
 * Makes the folders for all that Asterisk reads, and returns the function that writes the files, for their owner only.
 * The two steps are apart so that a wrong folder fails before the caller changes anything outside of it.
 *
 * @throws Error when the folder cannot be made, or a path cannot stand in a configuration file.
 */
export function prepareConfiguration(configuration: Configuration): () => void {
  const { dir } = configuration
  const values = valuesOf(configuration)
  for (const folder of ['', 'etc', 'log', 'log/cel-custom', 'music', 'run', 'var', 'var/spool']) {
    mkdirSync(join(dir, folder), { recursive: true, mode: 0o700 })
  }
  for (const folder of ['', rawFolder]) {
    mkdirSync(join(configuration.recordings.folder, folder), { recursive: true, mode: 0o700 })
  }
  return () => {
    for (const name of readdirSync(templates).filter((each) => each.endsWith('.conf'))) {
      const template = readFileSync(new URL(name, templates), 'utf8')
      writePrivately(join(dir, 'etc', name), fill(template, values))
    }
    writePrivately(join(dir, 'etc', 'pjsip_transports.conf'), transportsFile(configuration.edge))
    // Files of an older version, with passwords. Trunks are in the book.
    for (const name of ['pjsip_trunks.conf', 'extensions_trunks.conf']) rmSync(join(dir, 'etc', name), { force: true })
    writePrivately(join(dir, 'music', 'calm.sln'), holdMusic())
    for (const name of ['ari.password', 'ami.password']) writePrivately(join(dir, name), `${configuration.password}\n`)
  }
}

/** Replaces a file in one step by one that only its owner can read. */
export function writePrivately(file: string, text: string | Buffer): void {
  const draft = `${file}.new`
  writeFileSync(draft, text, { mode: 0o600 })
  chmodSync(draft, 0o600)
  renameSync(draft, file)
}

type Values = Readonly<Record<string, string>>

function valuesOf(configuration: Configuration): Values {
  const { dir, asterisk, edge, rtpPorts, realm, password } = configuration
  return {
    dir: pathValue(dir),
    opusModule: translatesOpus(asterisk) ? `load = ${opusModule}` : '',
    asteriskPaths: asterisk === undefined ? '' : pathsIn(pathValue(asterisk)),
    realm,
    secureHttp: secureHttp(edge),
    rtpFirst: String(rtpPorts.first),
    rtpLast: String(rtpPorts.last),
    ariPort: String(configuration.ariPort),
    amiPort: String(configuration.amiPort),
    spoolLimit: String(configuration.spoolLimit),
    recordings: dialplanPath(configuration.recordings.folder),
    sounds: dialplanPath(configuration.sounds),
    recordingFormat: configuration.recordings.format,
    recordingConsent: dialplanName(configuration.recordings.consent),
    password,
    ...realtimeOf(configuration.book),
  }
}

/**
 * The settings that lead an Asterisk in a folder of its own to its modules and sounds: it would look for them in
 * `/usr`.
 */
function pathsIn(asterisk: string): string {
  const [modules] = globSync(join(asterisk, 'usr/lib/*/asterisk/modules'))
  if (!modules) throw new Error(`${asterisk} has no Asterisk: fetch one with scripts/get-asterisk.sh ${asterisk}`)
  return `astmoddir => ${modules}\nastdatadir => ${join(asterisk, 'usr/share/asterisk')}`
}

/**
 * A path as it stands in a configuration file, where a semicolon begins a comment.
 *
 * @throws Error for a path that cannot stand there.
 */
function pathValue(path: string): string {
  if (/[;\n\r]/.test(path))
    throw new Error(`Asterisk cannot use the path ${JSON.stringify(path)}: choose a plainer one`)
  return path
}

/**
 * A path as it stands in the dialplan.
 *
 * @throws Error for a path that cannot stand there.
 */
function dialplanPath(path: string): string {
  if (!/^[\w/.+@=-]+$/.test(path)) {
    throw new Error(
      `Asterisk cannot use the path ${JSON.stringify(path)} for sound: choose letters, digits, and / . - _`,
    )
  }
  return path
}

/**
 * The name of an announcement as it stands in the dialplan.
 *
 * @throws Error for a name that cannot stand there.
 */
function dialplanName(name: string): string {
  if (!/^[\w -]*$/.test(name))
    throw new Error('the announcement of recordings needs a name of letters, digits, spaces, - and _')
  return name
}

function fill(template: string, values: Values): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`a template has an unknown name: ${name}`)
    return value
  })
}
