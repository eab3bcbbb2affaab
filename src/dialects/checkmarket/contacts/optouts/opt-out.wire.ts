import type { Contact } from '../../../../core/contact/contact.ts'
import type { OptOut, OptOutField } from '../../../../core/opt-out/opt-out.ts'
import { contract, type Shape } from '../../contract.ts'
import { instant } from '../../dates.ts'
import type { Entity } from '../../entity.ts'

/** The item of the list. `Phone` is ours: it names somebody who has no e-mail address. */
export const optOutContract = contract({
  name: 'OptOut',
  classes: [['DateOptOut', 'LangCode', 'ContactId', 'FirstName', 'LastName', 'Email', 'Phone']],
})

/** The properties by which opt-outs can be filtered and ordered. */
export const optOutEntity: Entity<OptOutField> = {
  name: 'OptOut',
  properties: {
    DateOptOut: { type: 'instant', field: 'since' },
    Email: { type: 'text', field: 'email' },
    Phone: { type: 'text', field: 'number' },
  },
}

/** An opt-out as the vendor shows it, with the contact whom it closes where there is one. */
export function optOutShape({ since, email, number }: OptOut, contact: Contact | undefined): Shape {
  return {
    contract: optOutContract,
    members: {
      DateOptOut: instant(since),
      LangCode: contact?.language ?? null,
      ContactId: contact?.id ?? null,
      FirstName: contact?.firstName ?? null,
      LastName: contact?.lastName ?? null,
      Email: email ?? contact?.email ?? null,
      Phone: number,
    },
  }
}
