import type { Caller } from '../caller.ts'
import type { Core } from '../core.ts'
import { Refusal } from '../errors.ts'
import { ImportRefused } from '../import/import-refused.ts'
import type { ImportReport } from '../import/import-report.ts'
import type { RecordFile } from '../import/record-file.ts'
import { mustBeAllowed } from '../permission/must-be-allowed.ts'
import { importOptOuts } from './import-opt-outs.ts'
import type { Closing } from './new-opt-out.ts'
import type { ClosedChannel } from './opt-out.ts'

/** The addresses of one list, at the most: one transaction closes them all. More of them are an import. */
export const addressesAtMost = 2000

/**
 * Closes numbers and e-mail addresses of a list in one change. One that is closed for the channel already is unchanged.
 *
 * @throws Refusal `invalid_value` of `addresses` when there are too many, or when one of them is neither a number nor an address:
 * nobody is closed then.
 */
export async function addOptOuts(
  core: Core,
  caller: Caller,
  addresses: readonly string[],
  closing: Omit<Closing, 'since' | 'source'> & { readonly channel: ClosedChannel },
): Promise<ImportReport> {
  mustBeAllowed(caller, 'opt-out.add')
  if (addresses.length > addressesAtMost) {
    throw new Refusal('invalid_value', `at most ${addressesAtMost} addresses are closed at once`, 'addresses')
  }
  const name = `${addresses.length} addresses`
  try {
    return await importOptOuts(core, caller, [{ name, file: fileOf(addresses) }], { ...closing, source: caller.origin })
  } catch (error) {
    if (error instanceof ImportRefused) throw new Refusal(error.code, error.message, 'addresses')
    throw error
  }
}

/** Addresses as a file of opt-outs: with an `@` one is an e-mail address. */
function fileOf(addresses: readonly string[]): RecordFile {
  const records = addresses.map((given, at) => ({
    line: at + 1,
    cells: given.includes('@') ? ['', given, ''] : [given, '', ''],
  }))
  return {
    ...{ format: 'text', titles: ['number', 'email', 'channel'], separator: null },
    async *batches() {
      yield records
    },
  }
}
