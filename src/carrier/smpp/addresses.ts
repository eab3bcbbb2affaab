import type { Address } from './pdu.ts'

const types = { unknown: 0, international: 1, network: 3, name: 5 } as const
const plans = { unknown: 0, telephone: 1 } as const
/** Numbers that are shorter are codes of a network. */
const shortestNumber = 8

/** Who a message is from: a number, a short code or a name. */
export function senderAddress(sender: string): Address {
  const digits = sender.replace(/^\+/, '')
  if (!/^\d+$/.test(digits)) return { type: types.name, plan: plans.unknown, text: sender }
  const isNumber = digits !== sender || digits.length >= shortestNumber
  return isNumber ? numberAddress(digits) : { type: types.network, plan: plans.unknown, text: digits }
}

/** A number in international form. */
export function numberAddress(number: string): Address {
  return { type: types.international, plan: plans.telephone, text: number.replace(/^\+/, '') }
}

/** An address of the SMSC as the book reads it: an international number with its plus. */
export function addressText({ type, plan, text }: Address): string {
  const mayBeNumber = type === types.international || (type === types.unknown && plan === plans.telephone)
  const isWhole = /^[1-9]\d*$/.test(text) && text.length >= shortestNumber
  return mayBeNumber && isWhole ? `+${text}` : text
}
