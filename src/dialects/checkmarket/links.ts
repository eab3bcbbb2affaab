import { contract, type Shape } from './contract.ts'

const linkContract = contract({ name: 'Link', classes: [['Href', 'Title', 'Method']], omitsNull: true })

const hateoasContract = contract({
  name: 'Hateoas',
  classes: [
    [
      'Self',
      'Create',
      'Update',
      'Delete',
      'Next',
      'Previous',
      'Help',
      'Progress',
      'AlternateLink',
      'ListLink',
      'Other',
    ],
  ],
  omitsNull: true,
})

/** A link: `Href`, `Title` where it has one, `Method` (docs/wire/checkmarket.md §3). */
export function link(href: string, title: string | null = null, method = 'GET'): Shape {
  return { contract: linkContract, members: { Href: href, Title: title, Method: method } }
}

/** Links by their relation to the thing, as `Self` or `Next`. */
export function links(members: Readonly<Record<string, Shape | readonly Shape[]>>): Shape {
  return { contract: hateoasContract, members }
}
