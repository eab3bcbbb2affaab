import { type Html, html } from '../../html.ts'
import { sentForm } from '../../sent-form.ts'
import type { View } from '../../view.ts'

/** The form for extensions of a range of numbers. */
export function rangeForm(view: View): Html {
  const { t } = view
  const form = sentForm(view, 'range')
  const number = { code: true, needed: true, longest: 15 }
  const fields = html`<div class="fields">${form.input(t('extensions.first'), 'first', number)}${form.input(t('extensions.last'), 'last', number)}</div>${form.input(t('extensions.pattern', { placeholder: '{number}' }), 'name', { value: '{number}', needed: true })}${form.tick(t('extensions.skipTaken'), 'skipTaken')}`
  return html`<h2>${t('extensions.range')}</h2><p>${t('extensions.rangeAbout')}</p>${form.send('/book/extensions/range', html`${fields}<div class="row"><button>${t('extensions.makeRange')}</button><button name="as" value="file">${t('extensions.saveRange')}</button></div>`, 'stack')}`
}
