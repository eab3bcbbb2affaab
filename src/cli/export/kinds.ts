import type { Caller } from '../../core/caller.ts'
import type { Core } from '../../core/core.ts'
import { contactCards, contactSheet } from '../../core/export/contact-sheet.ts'
import { extensionCards, extensionSheet } from '../../core/export/extension-sheet.ts'
import { optOutCards, optOutSheet } from '../../core/export/opt-out-sheet.ts'
import type { WrittenFormat, WrittenSheet } from '../../core/import/record-file.ts'
import type { ManifestFile } from './manifest.ts'

/** How the things of a kind are written. */
export interface KindOptions {
  readonly format: WrittenFormat
  readonly withSecrets: boolean
}

/** A kind of things of which all stand in one file. */
export interface Kind {
  readonly name: Exclude<ManifestFile['kind'], 'group'>
  readonly help: string
  /** The words for people who get cards. */
  readonly cards: string
  readonly hasSecrets: boolean
  sheetOf(core: Core, caller: Caller, options: KindOptions): WrittenSheet
}

/** All kinds, in the order of the help. */
export const kinds: readonly Kind[] = [
  {
    name: 'extensions',
    help: 'Writes the extensions with all their settings, without their secrets.',
    cards: 'a card has places for the number, the name and the e-mail address: other settings are left out',
    hasSecrets: true,
    sheetOf: (core, caller, { format, withSecrets }) =>
      format === 'vcf' ? extensionCards(core, caller) : extensionSheet(core, caller, { withSecrets }),
  },
  {
    name: 'contacts',
    help: 'Writes the contacts with all their fields.',
    cards: 'a card has places for numbers, names, the e-mail address and the description: other fields are left out',
    hasSecrets: false,
    sheetOf: (core, caller, { format }) => (format === 'vcf' ? contactCards(core, caller) : contactSheet(core, caller)),
  },
  {
    name: 'optouts',
    help: 'Writes the opt-outs: who is closed for what, since when, and why.',
    cards: 'a card has places for the number, the e-mail address and the reason of an opt-out: all else is left out',
    hasSecrets: false,
    sheetOf: (core, caller, { format }) => (format === 'vcf' ? optOutCards(core, caller) : optOutSheet(core, caller)),
  },
]
