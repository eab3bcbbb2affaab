import { Refusal } from '../../core/errors.ts'
import type { ForwardPolicy } from '../../core/extension/extension.ts'
import { secretTitle } from '../../core/extension/extension-columns.ts'
import { readSetting } from '../../core/extension/read-setting.ts'
import type { ExtensionUpdate } from '../../core/extension/update-extension.ts'

/** Fields with their values, as `--set field=value` gives them. */
export type Assignments = readonly (readonly [field: string, value: string])[]

/**
 * Reads the settings of an extension that `--set` gives.
 *
 * @throws Refusal for a field that there is not, a value that breaks its rule, and for a secret.
 */
export function readSettings(given: Assignments = []): Omit<ExtensionUpdate, 'secret'> {
  let update: ExtensionUpdate = {}
  let forward: Partial<ForwardPolicy> = {}
  for (const [field, value] of given) {
    if (field.toLowerCase() === secretTitle) {
      const why = 'others would see it in the list of processes: --secret-file FILE of `extensions edit` reads it'
      throw new Refusal('invalid_value', `a secret is no argument, since ${why}`, secretTitle)
    }
    const read = readSetting(field, value)
    update = { ...update, ...read }
    forward = { ...forward, ...read.forward }
  }
  return Object.keys(forward).length > 0 ? { ...update, forward } : update
}
