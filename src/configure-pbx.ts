import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Settings } from './config.ts'
import type { PbxTrunk } from './pbx/trunks-file.ts'
import { writeConfiguration } from './pbx/write-configuration.ts'

/** What to write where. */
export interface PbxFolders {
  readonly dir: string
  /** The folder that `scripts/get-asterisk.sh` has filled; an installed Asterisk without. */
  readonly asterisk?: string
}

/** Writes the configuration of an Asterisk that reads this book. Passwords that are there already stay. */
export function configurePbx(settings: Settings, { dir, asterisk }: PbxFolders, trunks: readonly PbxTrunk[]): void {
  const folder = resolve(dir)
  writeConfiguration({
    dir: folder,
    ...(asterisk !== undefined && { asterisk: resolve(asterisk) }),
    book: { file: resolve(settings.data, 'book.db') },
    realm: settings['sip.realm'],
    sipBind: settings['sip.bind'],
    sipPort: settings['sip.port'],
    rtpPorts: settings['sip.rtpPorts'],
    ariPort: settings['ari.port'],
    amiPort: settings['ami.port'],
    trunks,
    password: keptPassword(join(folder, 'ari.password')),
  })
}

function keptPassword(file: string): string {
  try {
    const password = readFileSync(file, 'utf8').trim()
    if (/^[\w-]{16,}$/.test(password)) return password
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  return randomBytes(24).toString('base64url')
}
