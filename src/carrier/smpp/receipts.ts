import type { Receipt } from '../../core/message/carrier.ts'
import { type Delivered, options } from './pdu.ts'
import { textOf } from './texts.ts'

/** How ids are spelled: alike in answers and receipts, or hexadecimal in the one and decimal in the other. */
export type IdForm = 'alike' | 'hex-decimal' | 'decimal-hex'

/** What a receipt tells; `undefined` as the state of one that is not the last word. */
export interface ReadReceipt {
  readonly carrierId: string
  readonly state: Receipt['state'] | undefined
  readonly problem: string | null
}

const states: Readonly<Record<string, Receipt['state']>> = {
  ...{ DELIVRD: 'delivered', DELIVERED: 'delivered' },
  ...{ EXPIRED: 'expired' },
  ...{ UNDELIV: 'failed', UNDELIVERED: 'failed', UNDELIVERABLE: 'failed', FAILED: 'failed', UNKNOWN: 'failed' },
  ...{ REJECTD: 'failed', REJECTED: 'failed', DELETED: 'failed', SKIPPED: 'failed' },
}

/** The words for `message_state` (§5.2.28). */
const words = [
  'SCHEDULED',
  'ENROUTE',
  'DELIVRD',
  'EXPIRED',
  'DELETED',
  'UNDELIV',
  'ACCEPTD',
  'UNKNOWN',
  'REJECTD',
  'SKIPPED',
]

/** The kinds of messages that are no text of somebody: receipts and acknowledgements (§5.2.12). */
const notATextMask = 0b0011_1100

/** An id in the one form in which it is kept: without zeros before it, and in small letters. */
export function idOf(text: string): string {
  const id = text.trim().toLowerCase()
  return id.replace(/^0+(?=.)/, '')
}

/**
 * Reads a receipt, by its optional parameters or by its text, which SMSCs spell in many ways (SMPP 3.4, appendix B, is an example
 * only). Returns undefined for a message that is none.
 */
export function readReceipt(delivered: Delivered, form: IdForm): ReadReceipt | undefined {
  const { kind, options: given } = delivered
  const receipted = given.get(options.receiptedId)?.toString('latin1').replace(/\0.*$/s, '')
  const text = textOf(delivered.message, delivered.coding)
  const fields = fieldsOf(text)
  const isText = fields.id !== undefined && fields.stat !== undefined
  if ((kind & notATextMask) === 0 && !receipted && !isText) return undefined
  // The parameter has the id as it was answered, the text as the SMSC shows it to people.
  const carrierId = receipted ? idOf(receipted) : idOf(convert(fields.id ?? '', form))
  const word = (fields.stat ?? words[given.get(options.state)?.[0] ?? 1] ?? 'UNKNOWN').toUpperCase()
  const state = states[word]
  return { carrierId, state, problem: state === 'delivered' ? null : problemOf(word, fields.err, given) }
}

function problemOf(word: string, err: string | undefined, given: Delivered['options']): string {
  const network = given.get(options.networkError)
  const code = err ?? (network?.length === 3 ? String(network.readUInt16BE(1)) : undefined)
  return code === undefined || /^0*$/.test(code) ? word : `${word} ${code}`
}

function fieldsOf(text: string): { readonly id?: string; readonly stat?: string; readonly err?: string } {
  // What the message itself said comes last.
  const told = text.replace(/\btext\s*:.*$/is, '')
  const found: Record<string, string> = {}
  for (const [, name = '', value = ''] of told.matchAll(/(?<![a-z])(id|stat|err)(?:us|or)?\s*[:=]\s*([^\s;,]+)/gi)) {
    found[name.toLowerCase()] ??= value
  }
  return found
}

function convert(id: string, form: IdForm): string {
  if (form === 'hex-decimal' && /^\d+$/.test(id)) return BigInt(id).toString(16)
  if (form === 'decimal-hex' && /^(0x)?[0-9a-f]+$/i.test(id)) return BigInt(`0x${id.replace(/^0x/i, '')}`).toString()
  return id
}
