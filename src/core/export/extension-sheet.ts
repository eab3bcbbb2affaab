import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import type { Extension } from '../extension/extension.ts'
import { extensionColumns, secretTitle } from '../extension/extension-columns.ts'
import { extensionsAtMost, findExtensionPage } from '../extension/find-extension-page.ts'
import { readSecret } from '../extension/read-secret.ts'
import type { WrittenSheet } from '../import/record-file.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { pagedSheet, type ShownColumn } from './paged-sheet.ts'

/** What is written of extensions: all settings, and their secrets where they are asked for. */
export interface ExtensionSheetOptions {
  readonly withSecrets: boolean
}

/**
 * The extensions of an account as records, in the order in which they were added.
 *
 * @throws Refusal `forbidden` for secrets that the caller may not see.
 */
export function extensionSheet(core: Core, caller: Caller, { withSecrets }: ExtensionSheetOptions): WrittenSheet {
  mustBeAllowed(caller, 'extension.find')
  if (withSecrets) mustBeAllowed(caller, 'extension.reveal')
  const secret = { title: secretTitle, show: (extension: Extension) => readSecret(core, caller, extension) }
  const columns = [...extensionColumns, ...(withSecrets ? [secret] : [])]
  return sheetOf(core, caller, columns)
}

/** The extensions of an account as cards: their numbers, names and e-mail addresses. All else is left out. */
export function extensionCards(core: Core, caller: Caller): WrittenSheet {
  mustBeAllowed(caller, 'extension.find')
  return sheetOf(core, caller, [
    { title: 'number', show: ({ number }) => number },
    { title: 'name', show: ({ name }) => name },
    { title: 'email', show: ({ email }) => email },
  ])
}

function sheetOf(core: Core, caller: Caller, columns: readonly ShownColumn<Extension>[]): WrittenSheet {
  return pagedSheet(columns, async (after) => {
    const { extensions, next } = await findExtensionPage(core, caller, {}, { after, limit: extensionsAtMost })
    return { things: extensions, next }
  })
}
