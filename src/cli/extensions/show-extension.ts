import type { Caller } from '../../core/caller.ts'
import type { Core } from '../../core/core.ts'
import type { Extension } from '../../core/extension/extension.ts'
import { extensionColumns, secretTitle } from '../../core/extension/extension-columns.ts'
import { secretMask } from '../../core/extension/extension-secret.ts'
import { readSecret } from '../../core/extension/read-secret.ts'
import { isoTime } from '../table.ts'

/** The fields of an extension by the titles that files have for them, each as a cell shows it. */
export function fieldsOfExtension(
  core: Core,
  caller: Caller,
  extension: Extension,
  withSecret: boolean,
): [string, string][] {
  const secret = withSecret ? readSecret(core, caller, extension) : secretMask
  const shown = extensionColumns.map(({ title, show }): [string, string] => [title, show(extension)])
  return [...shown.slice(0, 2), [secretTitle, secret], ...shown.slice(2)]
}

/** An extension as JSON. */
export function showExtension(core: Core, caller: Caller, extension: Extension, withSecret = false): object {
  return {
    ...{ id: extension.id, hexId: extension.hexId },
    ...Object.fromEntries(fieldsOfExtension(core, caller, extension, withSecret)),
    ...{ created: isoTime(extension.createdAt), changed: isoTime(extension.updatedAt) },
  }
}
