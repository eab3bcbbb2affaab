import type { Contact } from '../../../core/contact/contact.ts'
import { contactTexts, isEmail } from '../../../core/contact/contact-rules.ts'
import { Refusal } from '../../../core/errors.ts'
import { readNumber } from '../../../core/number/read-number.ts'
import { readBy, textOf } from '../../form.ts'
import { type Html, html } from '../../html.ts'
import type { SentForm } from '../../sent-form.ts'
import type { Fields, View } from '../../view.ts'

const longestEmail = 100

/** The fields of a contact that the page shows. */
export function contactFields({ t }: View, form: SentForm, contact?: Contact): Html {
  return html`${form.input(t('contacts.name'), 'name', { value: contact?.name, longest: 255, needed: true })}${form.input(t('contacts.number'), 'number', { value: contact?.number, code: true })}${form.input(t('contacts.email'), 'email', { value: contact?.email, code: true, longest: longestEmail })}${form.input(t('contacts.description'), 'description', { value: contact?.description, longest: 1000 })}`
}

/** Reads the fields of the form. */
export function readContact(form: Fields) {
  const name = readBy(contactTexts.name, 'name', form.get('name')?.trim() ?? '')
  const given = form.get('number')?.trim() ?? ''
  const email = textOf(form, 'email', longestEmail)
  if (name === '') throw new Refusal('missing_value', 'a contact needs a name', 'name')
  if (email !== null && !isEmail(email)) throw new Refusal('invalid_value', 'that is no e-mail address', 'email')
  const description = readBy(contactTexts.description, 'description', form.get('description')?.trim() ?? '')
  return { name, number: given === '' ? '' : numberIn(given), email, description }
}

function numberIn(given: string): string {
  const read = readNumber(given)
  if ('problem' in read) throw new Refusal('invalid_value', `the number ${read.problem}`, 'number')
  return read.number
}
