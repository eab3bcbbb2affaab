import { longestText } from '../../../core/bulk/send-bulk.ts'
import { type Message, messageStates } from '../../../core/message/message.ts'
import { nullable, oneOf, optional, orNull, pattern, required, text } from '../../fields.ts'
import { boolean, exactly, integer, type Shown, string } from '../../schemas.ts'
import { moment, momentOrNull, momentSchema, readFlag, readMoment, whole } from '../values.ts'

/** The millionths of a whole, in which sums are kept. */
const millionthsOfWhole = 1_000_000

const alphabets = ['gsm', 'unicode'] as const
const money = { type: 'number', minimum: 0 }

const shown = {
  ...{ id: integer, hexId: string, number: string, country: orNull(string), sender: string, text: string },
  ...{ alphabet: { enum: alphabets }, characters: integer, parts: integer, route: string, price: money },
  ...{ state: { enum: messageStates }, reason: orNull(string), isUncertain: boolean, isLeaving: boolean },
  ...{ bulkId: orNull(integer), callbackData: orNull(string), label: orNull(integer), language: orNull(string) },
  ...{ plannedAt: orNull(momentSchema), dueAt: momentSchema, validUntil: momentSchema },
  ...{ sentAt: orNull(momentSchema), endedAt: orNull(momentSchema), createdAt: momentSchema },
}

/** The schema of a message. */
export const messageSchema = exactly(shown)

/** A sum in millionths as this API shows it: 50,000 is 0.05. */
export function moneyOf(millionths: number): number {
  return millionths / millionthsOfWhole
}

/** A message as this API shows it. */
export function messageWire(message: Message): object {
  const { id, hexId, number, country, sender, text: said, alphabet, characters, parts, route } = message
  const { state, reason, isUncertain, claimedBy, bulkId, callbackData, label, language } = message
  return {
    ...{ id, hexId, number, country, sender, text: said, alphabet, characters, parts, route },
    ...{ price: moneyOf(message.price), state, reason, isUncertain, isLeaving: claimedBy !== null },
    ...{ bulkId, callbackData, label, language },
    ...{ plannedAt: momentOrNull(message.plannedAt), dueAt: moment(message.dueAt) },
    ...{ validUntil: moment(message.validUntil), sentAt: momentOrNull(message.sentAt) },
    ...{ endedAt: momentOrNull(message.endedAt), createdAt: moment(message.createdAt) },
  } satisfies Shown<typeof shown>
}

const tried = {
  ...{ number: string, country: orNull(string), sender: string, text: string, alphabet: { enum: alphabets } },
  ...{ characters: integer, parts: integer, route: string, price: money, dueAt: momentSchema },
}

/** The schema of a message that was only tried. */
export const triedMessageSchema = exactly(tried)

/** A message that was only tried: what would leave, and what it would cost. */
export function triedMessageWire(message: Message): object {
  const { number, country, sender, text: said, alphabet, characters, parts, route, price, dueAt } = message
  return {
    ...{ number, country, sender, text: said, alphabet, characters, parts, route },
    ...{ price: moneyOf(price), dueAt: moment(dueAt) },
  } satisfies Shown<typeof tried>
}

/** The members that a message and a message to many have. */
export const writtenFields = {
  sender: required(text({ min: 1, max: 16 })),
  text: required(text({ min: 1, max: longestText, lines: true })),
  alphabet: optional(nullable(oneOf(...alphabets))),
  route: optional(nullable(text({ min: 1, max: 64 }))),
  plannedAt: optional(nullable(readMoment)),
  callbackData: optional(nullable(text({ max: 1000, lines: true }))),
  label: optional(nullable(whole(0, Number.MAX_SAFE_INTEGER))),
  language: optional(nullable(pattern(/^[A-Z]{2}$/, 'a language in two capital letters, as EN'))),
}

/** The members of a message to one number. */
export const messageFields = {
  number: required(text({ min: 1, max: 64 })),
  ...writtenFields,
  forgetsText: optional(readFlag),
}

/** The schemas of what was spent. */
export const balanceSchema = exactly({
  left: orNull({ type: 'number' }),
  spent: money,
  changedAt: orNull(momentSchema),
})
