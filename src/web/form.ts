import { type ErrorCode, Refusal } from '../core/errors.ts'
import { InvalidValue, type Reader } from '../core/reader.ts'
import { type Html, html, type Shown } from './html.ts'
import type { Fields } from './view.ts'

/** A field to type into. */
export interface InputOptions {
  readonly value?: string | number | null | undefined
  readonly type?: 'text' | 'search' | 'email' | 'number' | 'url' | 'password'
  readonly needed?: boolean
  readonly longest?: number
  /** Whether it takes a number, a code or an address, which are written from left to right in every language. */
  readonly code?: boolean
  readonly hint?: string
  /** A value as an example. */
  readonly placeholder?: string
  /** What is wrong with the value that was sent. */
  readonly problem?: Shown
}

/** The mark of a field whose value is wrong, and the reason. The browser puts the cursor there. */
function wrong(name: string, problem: Shown): { readonly mark: Shown; readonly text: Shown } {
  if (problem === undefined) return { mark: '', text: '' }
  return {
    mark: html` aria-invalid="true" aria-describedby="wrong-${name}" autofocus`,
    text: html`<small class="wrong" role="alert" id="wrong-${name}">${problem}</small>`,
  }
}

/** A field with its label. */
export function input(label: Shown, name: string, options: InputOptions = {}): Html {
  const { value, type = 'text', needed = false, longest, code = false, hint, problem, placeholder } = options
  const { mark, text } = wrong(name, problem)
  return html`<label>${label}<input name="${name}" type="${type}"${mark}${placeholder && html` placeholder="${placeholder}"`}${code && html` dir="ltr"`}${needed && html` required`}${longest !== undefined && html` maxlength="${longest}"`}${type === 'password' && html` autocomplete="new-password"`} value="${value}">${hint && html`<small class="faint">${hint}</small>`}${text}</label>`
}

/** A file to choose, with its label. `accept` names the kinds that a browser offers first. */
export function fileInput(label: Shown, name: string, { accept, needed = true, hint, problem }: FileOptions): Html {
  const { mark, text } = wrong(name, problem)
  return html`<label>${label}<input name="${name}" type="file" accept="${accept}"${needed && html` required`}${mark}>${hint && html`<small class="faint">${hint}</small>`}${text}</label>`
}

interface FileOptions {
  readonly accept: string
  readonly needed?: boolean
  readonly hint?: string
  readonly problem?: string | undefined
}

/** A longer text with its label. */
export function area(
  label: Shown,
  name: string,
  value: string,
  { needed = false, code = false, hint, problem }: Pick<InputOptions, 'needed' | 'code' | 'hint' | 'problem'> = {},
): Html {
  const { mark, text } = wrong(name, problem)
  return html`<label>${label}<textarea name="${name}"${mark}${code && html` dir="ltr"`}${needed && html` required`}>${value}</textarea>${hint && html`<small class="faint">${hint}</small>`}${text}</label>`
}

/** A choice of one of some values. */
export function choice(
  label: Shown,
  name: string,
  options: readonly (readonly [string, string])[],
  chosen = '',
  problem?: Shown,
): Html {
  const { mark, text } = wrong(name, problem)
  const items = options.map(
    ([value, text]) => html`<option value="${value}"${value === chosen && html` selected`}>${text}</option>`,
  )
  return html`<label>${label}<select name="${name}"${mark}>${items}</select>${text}</label>`
}

/** A box to be ticked. */
export function tick(label: Shown, name: string, { value = 'yes', on = false } = {}): Html {
  return html`<label class="tick"><input type="checkbox" name="${name}" value="${value}"${on && html` checked`}>${label}</label>`
}

/** A value that a form carries along. */
export function hidden(name: string, value: string | number): Html {
  return html`<input type="hidden" name="${name}" value="${value}">`
}

/** A form that looks for things in a list. */
export function finder(path: string, fields: Shown, button: string): Html {
  return html`<form action="${path}" class="row bar"><div class="row">${fields}</div><button class="quiet">${button}</button></form>`
}

/** A text of the form; `null` for an empty one. */
export function textOf(form: Fields, field: string, most: number): string | null {
  const text = (form.get(field) ?? '').trim()
  if ([...text].length > most) throw new Refusal('invalid_value', `at most ${most} characters`, field)
  return text === '' ? null : text
}

/** A text of the form that must be there. */
export function neededText(form: Fields, field: string, most: number): string {
  const text = textOf(form, field, most)
  if (text === null) throw new Refusal('missing_value', `${field} must not be empty`, field)
  return text
}

/** One of some words of the form; the first where it says none of them. */
export function wordOf<T extends string>(form: Fields, field: string, words: readonly [T, ...T[]]): T {
  return words.find((each) => each === form.get(field)) ?? words[0]
}

/** The refusals that may be of a value which somebody has entered. */
const ofValues: ReadonlySet<ErrorCode> = new Set([
  'not_found',
  'conflict',
  'invalid_value',
  'missing_value',
  'number_taken',
  'name_taken',
] as const)

/**
 * Does something with a field of the form: what is refused of its value is told at this field, whatever the book calls it. A thing
 * that the field names and that is not there is a wrong value.
 */
export async function atField<T>(field: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof Refusal) || !ofValues.has(error.code)) throw error
    const isNotFound = error.code === 'not_found' || error.code === 'conflict'
    throw new Refusal(isNotFound ? 'invalid_value' : error.code, error.message, field)
  }
}

/** A value of the form by a rule of the book. */
export function readBy<T>(read: Reader<T>, field: string, value: unknown): T {
  try {
    return read(value)
  } catch (error) {
    if (error instanceof InvalidValue) throw new Refusal('invalid_value', `${field} ${error.message}`, field)
    throw error
  }
}
