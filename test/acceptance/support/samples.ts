import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Server } from './server.ts'

const folder = resolve(import.meta.dirname, '../../../src/dialects/simotel/examples')

/** An operation of the vendor's documents: printed requests, and the answers printed beside them. */
export interface Example {
  readonly operation: string
  readonly page: string
  readonly samples: readonly Sample[]
}

export interface Sample {
  readonly source: string
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Absent where the request has no body, or a form. */
  readonly body?: Readonly<Record<string, unknown>>
  readonly form?: { readonly name: string; readonly filename: string; readonly content: string }
  /** The source text of the sample as the document prints it. */
  readonly curl?: string
  readonly php?: string
  readonly js?: string
  readonly response: {
    readonly status: number
    readonly contentType: string
    readonly body: unknown
    /** The places where this server answers otherwise than the document prints, and why. */
    readonly differs?: readonly { readonly documented: string; readonly answered: string; readonly why: string }[]
  }
}

/** Every documented operation. */
export function examples(): Example[] {
  return readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Example)
}

export function exampleOf(operation: string): Example {
  const found = examples().find((example) => example.operation === operation)
  if (!found) throw new Error(`there is no example of ${operation}`)
  return found
}

/** The text with this server in place of the document's, and with an existing id in place of the document's. */
export function atServer(server: Server, text: string, id?: string): string {
  const here = text.replaceAll(/http:\/\/192\.168\.51\.2[01]/g, server.origin)
  return id === undefined ? here : here.replaceAll(/(\\?"_id\\?":\s*\\?")[0-9a-f]{24}/g, `$1${id}`)
}

/** The answer that a sample must get, with ids, moments and file names as patterns. */
export function wanted(sample: Sample): string {
  const { body, differs = [] } = sample.response
  const printed = differs.reduce((text, each) => text.replace(each.documented, each.answered), JSON.stringify(body))
  return patterned(printed)
}

/** The text with every id, moment and file name replaced by the name of its form. Other text stays. */
export function patterned(text: string): string {
  return text
    .replaceAll(/"_id":"[0-9a-f]{24}"/g, '"_id":"<id>"')
    .replaceAll(/"(trunk_manager_id|announcement)":"[0-9a-f]{24}"/g, '"$1":"<id>"')
    .replaceAll(/"groups":\["[0-9a-f]{24}","[0-9a-f]{24}"\]/g, '"groups":["<id>","<id>"]')
    .replaceAll(/"\$oid":"[0-9a-f]{24}"/g, '"$oid":"<id>"')
    .replaceAll(/{"\$date":{"\$numberLong":"\d{13}"}}/g, '<moment>')
    .replaceAll(/"date":"1[34]\d\d-\d\d-\d\d \d\d:\d\d:\d\d"/g, '"date":"<jalali>"')
    .replaceAll(/"file-\d{14}-\d{5}-([a-z0-9-]+\.(csv|vcf))"/g, '"<file>-$1"')
    .replaceAll(/"file-\d{14}-\d{5}-[a-z0-9-]+_\.wav"/g, '"<sound>"')
}
