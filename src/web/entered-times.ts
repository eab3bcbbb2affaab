import { Refusal } from '../core/errors.ts'
import { enteredTime } from './entered-time.ts'
import { reasonOf } from './explain.ts'
import { input } from './form.ts'
import { type Html, html } from './html.ts'
import type { View } from './view.ts'

/** The time that a list is searched in, as the address has it and as moments. One that cannot be read holds for nothing. */
export interface EnteredTimes {
  readonly since?: number
  readonly until?: number
  /** The texts for the address of another page of the list. */
  readonly texts: { readonly since: string; readonly until: string }
  /** The fields of the form, with what cannot be read at its field. */
  readonly fields: Html
}

/** The times `since` and `until` of the address, entered as `2026-11-28 14:30` or `1405/09/07`, by the clocks of the account. */
export function enteredTimes({ query, zone, texts, t, core }: View): EnteredTimes {
  const read = (field: 'since' | 'until') => {
    const text = (query.get(field) ?? '').trim()
    try {
      return { text, at: text === '' ? undefined : enteredTime(text, field, zone), problem: undefined }
    } catch (error) {
      if (error instanceof Refusal) return { text, at: undefined, problem: reasonOf(texts, error) }
      throw error
    }
  }
  const [since, until] = [read('since'), read('until')]
  const placeholder = texts.entry(core.clock.now(), zone)
  const field = (name: 'since' | 'until', { text, problem }: typeof since) =>
    input(t(`time.${name}`), name, { value: text, code: true, problem, placeholder })
  return {
    ...(since.at !== undefined && { since: since.at }),
    ...(until.at !== undefined && { until: until.at }),
    texts: { since: since.text, until: until.text },
    fields: html`${field('since', since)}${field('until', until)}`,
  }
}
