import { text } from '../reader.ts'

/** The most characters of the texts of a contact that have a limit of their own. */
export const contactLimits = {
  email: 100,
  street: 50,
  houseNumber: 6,
  suite: 4,
  postalCode: 15,
  city: 50,
  province: 50,
  custom: 256,
} as const

/** Whether a text is an e-mail address of a contact. */
export function isEmail(address: string): boolean {
  return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)*$/.test(address)
}

/** Whether the calendar has a day: `2024-02-29` is one, `2023-02-29` is none. */
export function isDay(day: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day)
}

/** The rules of the names and notes of a contact. */
export const contactTexts = {
  name: text({ max: 255 }),
  description: text({ max: 1000, lines: true }),
} as const
