import { reasonOf } from './explain.ts'
import { area, choice, fileInput, hidden, type InputOptions, input, tick } from './form.ts'
import { type Html, html, type Shown } from './html.ts'
import { fileForm, postForm } from './parts.ts'
import type { View } from './view.ts'

/** A form that shows what was sent with it, and what is wrong with it at the field where that is. */
export interface SentForm {
  /** Whether this is the form that was refused. */
  readonly isSent: boolean
  /** The field at fault; undefined where the form was not refused, or is not at fault at one. */
  readonly wrong: string | undefined
  input(label: Shown, name: string, options?: InputOptions): Html
  area(label: Shown, name: string, value: string, options?: Parameters<typeof area>[3]): Html
  choice(label: Shown, name: string, options: Parameters<typeof choice>[2], chosen?: string): Html
  tick(label: Shown, name: string, options?: Parameters<typeof tick>[2]): Html
  file(label: Shown, name: string, options: Parameters<typeof fileInput>[2]): Html
  /** Puts the fields, which have been made before, into the form. */
  send(action: string, content: Shown, className?: string): Html
  /** The same for a form with a file, which is its last field: those behind it are not received. */
  sendFile(action: string, content: Shown, className?: string): Html
}

/** The form of a page that its action knows by `id`. A page may have several. */
export function sentForm(view: View, id: string): SentForm {
  const { form, refusal, texts } = view
  const isSent = refusal !== undefined && form.get('form') === id
  const problem = isSent ? reasonOf(texts, refusal) : ''
  let isPlaced = false
  const problemOf = (name: string) => {
    if (!isSent || refusal.field !== name) return undefined
    isPlaced = true
    return problem
  }
  const whole = (content: Shown) => {
    const above = isSent && !isPlaced && html`<p class="wrong" role="alert">${problem}</p>`
    return html`${hidden('form', id)}${above}${content}`
  }
  const sent = (name: string) => (isSent ? (form.get(name) ?? undefined) : undefined)
  return {
    isSent,
    wrong: isSent ? refusal.field : undefined,
    input: (label, name, options = {}) =>
      input(label, name, {
        ...options,
        value: options.type === 'password' ? undefined : (sent(name) ?? options.value),
        problem: problemOf(name),
      }),
    area(label, name, value, options) {
      const found = problemOf(name)
      return area(label, name, sent(name) ?? value, { ...options, problem: options?.problem || found })
    },
    choice: (label, name, options, chosen) => choice(label, name, options, sent(name) ?? chosen, problemOf(name)),
    tick: (label, name, options = {}) => {
      const { value = 'yes' } = options
      return tick(label, name, { ...options, on: isSent ? form.getAll(name).includes(value) : (options.on ?? false) })
    },
    file: (label, name, options) => fileInput(label, name, { ...options, problem: problemOf(name) }),
    send: (action, content, className) => postForm(view, action, whole(content), className),
    sendFile: (action, content, className) => fileForm(view, action, whole(content), className),
  }
}
