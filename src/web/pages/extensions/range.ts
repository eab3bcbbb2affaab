import { Refusal } from '../../../core/errors.ts'
import { type AddedExtensions, addExtensions } from '../../../core/extension/add-extensions.ts'
import { numberRange } from '../../../core/extension/number-range.ts'
import { neededText, readBy } from '../../form.ts'
import { html } from '../../html.ts'
import { latinDigits } from '../../latin-digits.ts'
import { phone, postForm, sheet } from '../../parts.ts'
import { newestOwn } from '../../toast.ts'
import type { Answer, Route, View } from '../../view.ts'
import { extensionsPage } from './extensions.ts'

/** The extensions of one form, whose secrets fit into a page. */
const most = 1000

/** Makes the extensions of a range as one change, and shows their secrets once, or sends them once as a file. */
export const addRangeAction: Route = {
  method: 'POST',
  path: '/extensions/range',
  formOn: extensionsPage,
  async answer(view) {
    const { core, caller, form } = view
    const [first, last] = ['first', 'last'].map((field) => latinDigits(neededText(form, field, 15)))
    const numbers = readBy(numberRange, 'last', `${first}..${last}`)
    if (numbers.length > most) throw new Refusal('invalid_value', `must be at most ${most} numbers`, 'last')
    const name = neededText(form, 'name', 255)
    const skipTaken = form.has('skipTaken')
    const added = await addExtensions(core, caller, { numbers, name, settings: {}, skipTaken }).catch((error) => {
      // The form has no field of that name: it is the range that has taken numbers.
      if (error instanceof Refusal && error.field === 'number') throw new Refusal(error.code, error.message, 'first')
      throw error
    })
    return form.get('as') === 'file' ? asFile(view, added, `${first}-${last}`) : asPage(view, added)
  },
}

function asFile({ core }: View, { made }: AddedExtensions, range: string): Answer {
  async function* rows() {
    yield made.map(({ number, secret }) => [number, secret])
  }
  const bytes = core.files.write('csv', { titles: ['number', 'secret'], rows: rows() })
  return { file: `extensions-${range}.csv`, type: 'text/csv; charset=utf-8', bytes }
}

async function asPage(view: View, { made, taken }: AddedExtensions): Promise<Answer> {
  const { t } = view
  const change = made.length > 0 && view.may('change.undo') ? await newestOwn(view) : undefined
  const undo =
    change &&
    postForm(
      view,
      '/book/history/undo',
      html`<input type="hidden" name="number" value="${change.number}"><button class="quiet">${t('page.undo')}</button>`,
    )
  const rows = made.map(
    ({ number, secret }) => html`<tr><td>${phone(number)}</td><td><code dir="ltr">${secret}</code></td></tr>`,
  )
  return {
    title: t('extensions.rangeMade', { count: made.length }),
    nav: 'nav.extensions',
    content: html`${made.length > 0 && html`<p>${t('page.once')}</p>${sheet(t('nav.extensions'), [t('extension.number'), t('extension.secret')], rows)}`}${taken.length > 0 && html`<p>${t('extensions.rangeTaken', { numbers: taken.join(', ') })}</p>`}${undo}<p><a href="/book/extensions">${t('nav.extensions')}</a></p>`,
  }
}
