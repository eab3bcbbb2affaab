import { html as tagged } from 'hono/html'

/** A piece of HTML. Everything that was put into it is escaped. */
export interface Html {
  readonly isEscaped: true
  toString(): string
}

/** The values that a template takes. Texts are escaped, `Html` is not; nothing is shown of `null`, `undefined` and booleans. */
export type Shown = string | number | boolean | null | undefined | Html | readonly Shown[]

/** Makes HTML of a template. No value is a promise, so that the library answers at once. */
export function html(strings: TemplateStringsArray, ...values: readonly Shown[]): Html {
  return tagged(strings, ...values) as unknown as Html
}
