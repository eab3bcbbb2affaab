import type { Folder, FolderField, FolderFields } from '../../../core/folder/folder.ts'
import { decode, optional, required, schemaOfFields } from '../../fields.ts'
import type { Body, BodyModel } from '../body.ts'
import { contract, type Shape } from '../contract.ts'
import type { Entity } from '../entity.ts'
import { link, links } from '../links.ts'
import { folderId, name, parentOf } from '../values.ts'

const simpleFolder = ['Name', 'ParentFolderId']

/** The body that makes or changes a folder. */
export const folderBody: BodyModel = {
  roots: ['SimpleContactFolder'],
  members: simpleFolder,
  numbers: ['ParentFolderId'],
}

const fields = { Name: required(name('Name', 50)), ParentFolderId: optional(folderId) }

/** The schema of {@link folderBody}. */
export const folderBodySchema = schemaOfFields(fields)

/** Reads a SimpleContactFolder, whose name is required. A parent that is absent or null says nothing, 0 is the root. */
export function readFolder(body: Body): FolderFields & { readonly name: string } {
  const given = decode(body, fields)
  return {
    name: given.Name,
    ...(typeof given.ParentFolderId === 'number' && { parentId: parentOf(given.ParentFolderId) }),
  }
}

/** The read model of a folder. */
export const folderContract = contract({
  name: 'ContactFolder',
  classes: [['Links'], simpleFolder, ['Id', 'Description', 'FolderCount', 'GroupCount', 'ContactCount']],
  isReference: true,
})

export const simpleFolderContract = contract({
  name: 'SimpleContactFolder',
  classes: [simpleFolder],
  isReference: true,
})

/** The properties by which folders can be filtered and ordered. */
export const folderEntity: Entity<FolderField> = {
  name: 'ContactFolder',
  properties: {
    Id: { type: 'integer', field: 'id' },
    Description: { type: 'text', field: 'description' },
    FolderCount: { type: 'integer', field: 'folderCount' },
    GroupCount: { type: 'integer', field: 'groupCount' },
    ContactCount: { type: 'integer', field: 'contactCount' },
    Name: { type: 'text', field: 'name' },
    ParentFolderId: { type: 'integer', field: 'parentId' },
  },
}

/** A folder as the vendor shows it. */
export function folderShape(folder: Folder, base: string): Shape {
  return {
    contract: folderContract,
    members: {
      Id: folder.id,
      Description: folder.description,
      FolderCount: folder.folderCount,
      GroupCount: folder.groupCount,
      ContactCount: folder.contactCount,
      Name: folder.name,
      ParentFolderId: folder.parentId,
      Links: links({ Self: link(`${base}/contactfolders/${folder.id}`) }),
    },
  }
}

/** A changed folder, as the answer to its change shows it. */
export function simpleFolderShape(folder: Folder): Shape {
  return { contract: simpleFolderContract, members: { Name: folder.name, ParentFolderId: folder.parentId } }
}
