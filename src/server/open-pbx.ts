import type { Settings } from '../config/config.ts'
import type { Clock } from '../core/environment.ts'
import type { Pbx } from '../core/pbx/pbx.ts'
import { type AsteriskListener, openAsterisk } from '../pbx/asterisk.ts'
import { readSecretFile } from './read-secret-file.ts'
import { StartError } from './start-error.ts'

/**
 * Refuses settings that name a PBX and no password for it, before anything is made.
 *
 * @throws StartError
 */
export function refuseMissingPassword(settings: Settings): void {
  if (settings['pbx.address'] !== '') readPassword(settings['pbx.passwordFile'])
}

/**
 * Connects to the PBX that the settings name, now or as soon as it runs; undefined when they name none.
 *
 * @throws StartError when its password cannot be read.
 */
export function openPbx(settings: Settings, clock: Clock, listener: AsteriskListener): Pbx | undefined {
  if (settings['pbx.address'] === '') return undefined
  const { hostname, port } = new URL(`tcp://${settings['pbx.ami']}`)
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  const username = settings['pbx.user']
  const password = readPassword(settings['pbx.passwordFile'])
  const ari = { url: settings['pbx.address'], username, password }
  return openAsterisk({ ari, ami: { host, port: Number(port), username, password }, clock }, listener)
}

function readPassword(file: string): string {
  if (file === '') throw new StartError('there is a PBX: name the file with its password too, by --pbx-password-file')
  const password = readSecretFile(file, "cannot read the file with the PBX's password")
  if (password === '') throw new StartError(`${file} is empty: it must hold the password of the PBX's user`)
  return password
}
