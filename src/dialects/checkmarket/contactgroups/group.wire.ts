import { customFieldCount } from '../../../core/contact/contact.ts'
import type { Group, GroupField, GroupFields } from '../../../core/group/group.ts'
import { decode, optional, required, schemaOfFields } from '../../fields.ts'
import type { Body, BodyModel } from '../body.ts'
import { contract, type Shape } from '../contract.ts'
import { instant } from '../dates.ts'
import type { Entity } from '../entity.ts'
import { link, links } from '../links.ts'
import { folderId, name, parentOf, words } from '../values.ts'

const simpleGroup = ['Description', 'GroupFolderId', 'Name']

/** The body that makes or changes a group. */
export const groupBody: BodyModel = { roots: ['SimpleGroup'], members: simpleGroup, numbers: ['GroupFolderId'] }

const fields = {
  Name: required(name('Name', 100)),
  Description: optional(words(130)),
  GroupFolderId: optional(folderId),
}

/** The schema of {@link groupBody}. */
export const groupBodySchema = schemaOfFields(fields)

/**
 * Reads a SimpleGroup, whose name is required. The vendor's library does not tell an absent member from null, so that
 * both say nothing; `""` clears a description, and 0 is the root.
 */
export function readGroup(body: Body): GroupFields & { readonly name: string } {
  const given = decode(body, fields)
  return {
    name: given.Name,
    ...(typeof given.Description === 'string' && { description: given.Description }),
    ...(typeof given.GroupFolderId === 'number' && { folderId: parentOf(given.GroupFolderId) }),
  }
}

/** The columns that the vendor's own tool shows. They have no meaning here, and are the same for every group. */
const shown: Readonly<Record<string, boolean>> = {
  ShowEmail: true,
  ShowLastname: true,
  ShowFirstname: true,
  ShowLang: true,
  ...Object.fromEntries(Array.from({ length: customFieldCount }, (_, index) => [`ShowCustomField${index + 1}`, false])),
}

/** The read model of a group. */
export const groupContract = contract({
  name: 'Group',
  classes: [['Links'], simpleGroup, ['GroupId', 'ContactCount', 'LastModifiedDate', ...Object.keys(shown)]],
  isReference: true,
})

/** The properties by which groups can be filtered and ordered. */
export const groupEntity: Entity<GroupField> = {
  name: 'Group',
  properties: {
    GroupId: { type: 'integer', field: 'id' },
    ContactCount: { type: 'integer', field: 'contactCount' },
    LastModifiedDate: { type: 'instant', field: 'updatedAt' },
    Name: { type: 'text', field: 'name' },
    Description: { type: 'text', field: 'description' },
    GroupFolderId: { type: 'integer', field: 'folderId' },
    ...Object.fromEntries(Object.entries(shown).map(([key, always]) => [key, { type: 'boolean', always } as const])),
  },
}

/** A group as the vendor shows it. */
export function groupShape(group: Group, base: string): Shape {
  return {
    contract: groupContract,
    members: {
      GroupId: group.id,
      ContactCount: group.contactCount,
      LastModifiedDate: instant(group.updatedAt),
      ...shown,
      Name: group.name,
      Description: group.description,
      GroupFolderId: group.folderId,
      Links: links({ Self: link(`${base}/contactgroups/${group.id}`) }),
    },
  }
}
