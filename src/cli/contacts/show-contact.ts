import type { Contact } from '../../core/contact/contact.ts'
import { contactColumns } from '../../core/contact/contact-columns.ts'
import type { Group } from '../../core/group/group.ts'
import { isoTime } from '../table.ts'

/** The fields of a contact by the titles that files have for them, each as a cell shows it. */
export function fieldsOfContact(contact: Contact): [string, string][] {
  return contactColumns.map(({ title, show }) => [title, show(contact)])
}

/** A contact as JSON. */
export function showContact(contact: Contact, groups: readonly Group[] | null): object {
  return {
    ...{ id: contact.id, hexId: contact.hexId },
    ...Object.fromEntries(fieldsOfContact(contact)),
    groups: groups?.map(({ id, hexId, name }) => ({ id, hexId, name })) ?? null,
    ...{ created: isoTime(contact.createdAt), changed: isoTime(contact.updatedAt) },
  }
}
