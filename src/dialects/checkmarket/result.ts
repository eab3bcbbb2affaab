import { contract, type Shape } from './contract.ts'

/**
 * The members of every result: whether the write succeeded, and the reason if it did not. The HTTP status is 200 in
 * both cases.
 */
const base = ['Succeeded', 'FailureMessage'] as const
export const resultContract = contract({ name: 'ManipulationResult', classes: [base] })
export const folderResultContract = contract({
  name: 'ContactFolderManipulationResult',
  classes: [base, ['ContactFolderId']],
  leaked: ['ContactFolderId'],
})
export const contactResultContract = contract({ name: 'ContactCreateResult', classes: [base, ['ContactId']] })
export const contactsResultContract = contract({ name: 'ContactListResult', classes: [base, ['ContactCount']] })

/** The answer to contacts that are put into a group or taken out of it: how many, or why none. */
export function contactsResult(made: { readonly count: number } | { readonly failure: string }): Shape {
  const members = { Succeeded: 'count' in made, FailureMessage: 'count' in made ? null : made.failure }
  return { contract: contactsResultContract, members: { ...members, ContactCount: 'count' in made ? made.count : 0 } }
}

/** The answer to a contact put into a group. */
export function result(failure: string | null = null): Shape {
  return { contract: resultContract, members: { Succeeded: failure === null, FailureMessage: failure } }
}

/** The answer to a new folder: its id, or why there is none. */
export function folderResult(made: { readonly id: number } | { readonly failure: string }): Shape {
  const members = { Succeeded: 'id' in made, FailureMessage: 'id' in made ? null : made.failure }
  return { contract: folderResultContract, members: { ContactFolderId: 'id' in made ? made.id : null, ...members } }
}

/** The answer to a new contact: its id, or why there is none. */
export function contactResult(made: { readonly id: number } | { readonly failure: string }): Shape {
  const members = { Succeeded: 'id' in made, FailureMessage: 'id' in made ? null : made.failure }
  return { contract: contactResultContract, members: { ...members, ContactId: 'id' in made ? made.id : null } }
}
