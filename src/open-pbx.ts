import { readFileSync } from 'node:fs'
import type { Settings } from './config.ts'
import type { Pbx } from './core/pbx/pbx.ts'
import type { Clock } from './core/ports.ts'
import { type AsteriskListener, openAsterisk } from './pbx/asterisk.ts'
import { StartError } from './start-error.ts'

/**
 * Connects to the PBX that the settings name, now or whenever it comes; undefined when they name none.
 *
 * @throws StartError when its password cannot be read.
 */
export function openPbx(settings: Settings, clock: Clock, listener: AsteriskListener): Pbx | undefined {
  if (settings.pbx === '') return undefined
  const ami = new URL(`tcp://${settings.pbxAmi}`)
  const host = ami.hostname.replace(/^\[(.*)\]$/, '$1')
  const signIn = { username: settings.pbxUser, password: readPassword(settings.pbxPasswordFile) }
  return openAsterisk({ ari: settings.pbx, ami: { host, port: Number(ami.port) }, ...signIn, clock }, listener)
}

function readPassword(file: string): string {
  if (file === '') throw new StartError('pbx is set: name the file with its password too, by pbxPasswordFile')
  let password: string
  try {
    password = readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new StartError('cannot read pbxPasswordFile', error)
  }
  if (password === '')
    throw new StartError(`pbxPasswordFile is empty: ${file} must hold the password of the PBX's user`)
  return password
}
