import { textOfSeptets } from '../../core/message/gsm-alphabet.ts'
import type { Alphabet } from '../../core/message/message.ts'
import { type Delivered, options } from './pdu.ts'

/** The codings in which messages leave (§5.2.19). */
export const codings: Readonly<Record<Alphabet, number>> = { gsm: 0, unicode: 8 }

/** A text in a coding; empty for one of bytes. */
export function textOf(bytes: Buffer, coding: number): string {
  const alphabet = alphabetOf(coding)
  if (alphabet === 'gsm') return textOfSeptets(bytes)
  if (alphabet === 'bytes') return ''
  if (alphabet === 'ucs2') return unitsOf(bytes)
  return new TextDecoder(alphabet).decode(bytes)
}

/** The alphabets of codings; those from 0x10 on are a message class with an alphabet in two bits (3GPP TS 23.038 §4). */
function alphabetOf(coding: number): 'gsm' | 'bytes' | 'ucs2' | 'latin1' | 'iso-8859-5' | 'iso-8859-8' {
  if (coding === 1 || coding === 3) return 'latin1'
  if (coding === 6) return 'iso-8859-5'
  if (coding === 7) return 'iso-8859-8'
  if (coding >= 0xf0) return (coding & 4) === 0 ? 'gsm' : 'bytes'
  if (coding >= 0xe0) return 'ucs2'
  const bits = coding & 0x0c
  return bits === 8 ? 'ucs2' : bits === 0 && coding !== 2 ? 'gsm' : 'bytes'
}

/** The code units: half a character that another part completes is kept. */
function unitsOf(bytes: Buffer): string {
  const even = bytes.subarray(0, bytes.length & ~1)
  return Buffer.from(even).swap16().toString('utf16le')
}

/** The place of a part in its message. */
export interface PartPlace {
  readonly reference: number
  readonly count: number
  readonly number: number
}

/** A text that was delivered, and its place where it is one of several parts. */
export interface DeliveredText {
  readonly text: string
  readonly place: PartPlace | undefined
}

/** Reads a text, behind its user data header where it has one. */
export function deliveredText({ kind, coding, message, options: given }: Delivered): DeliveredText {
  const hasHeader = (kind & 0x40) !== 0 && message.length > 0
  const headerBytes = hasHeader ? Math.min((message[0] as number) + 1, message.length) : 0
  const text = textOf(message.subarray(headerBytes), coding)
  return { text, place: placeIn(message.subarray(1, headerBytes)) ?? placeOf(given) }
}

/** The place in a user data header (3GPP TS 23.040 §9.2.3.24): with a reference of 8 or of 16 bits. */
function placeIn(header: Buffer): PartPlace | undefined {
  for (let at = 0; at + 2 <= header.length; ) {
    const [element, length] = [header[at], header[at + 1] as number]
    const data = header.subarray(at + 2, at + 2 + length)
    at += 2 + length
    const isLong = element === 8 && data.length === 4
    if (!isLong && !(element === 0 && data.length === 3)) continue
    const [count = 0, number = 0] = data.subarray(-2)
    return wellPlaced({ reference: isLong ? data.readUInt16BE(0) : (data[0] as number), count, number })
  }
  return undefined
}

function placeOf(given: Delivered['options']): PartPlace | undefined {
  const [reference, count, number] = [options.partReference, options.partCount, options.partNumber].map((tag) =>
    given.get(tag),
  )
  if (!reference?.length || !count?.length || !number?.length) return undefined
  const place = {
    reference: reference.readUIntBE(0, Math.min(reference.length, 2)),
    count: count[0],
    number: number[0],
  }
  return wellPlaced(place as PartPlace)
}

function wellPlaced(place: PartPlace): PartPlace | undefined {
  return place.count > 1 && place.number >= 1 && place.number <= place.count ? place : undefined
}
