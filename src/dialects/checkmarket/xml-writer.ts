import { isList, type Shape, type Wire } from './contract.ts'

const instance = 'http://www.w3.org/2001/XMLSchema-instance'
const serialization = 'http://schemas.microsoft.com/2003/10/Serialization/'
/** The namespace of a class whose contract does not say otherwise: one such leak is on the wire. */
const programNamespace = 'http://schemas.datacontract.org/2004/07/CheckMarket.Common.APIModels'

/**
 * Writes a shape as a document: one line, without a declaration, as the vendor's formatter does. The root's attributes
 * stand in the order of the vendor's samples.
 */
export function writeXml(root: Shape): string {
  let lastId = 1
  const reference = (shape: Shape): string => (shape.contract.isReference ? ` z:Id="i${++lastId}"` : '')

  const element = (name: string, value: Wire): string => {
    if (value === null) return `<${name} i:nil="true" />`
    if (typeof value !== 'object') return textElement(name, String(value))
    if (isList(value)) return parent(name, '', value.map((item) => element(item.contract.name, item)).join(''))
    const leak = Object.keys(value.members).some((member) => value.contract.leaked.has(member))
    const attributes = `${reference(value)}${leak ? ` xmlns:d2p1="${programNamespace}"` : ''}`
    return parent(name, attributes, content(value))
  }

  const content = ({ contract, members }: Shape): string =>
    contract.xmlOrder
      .filter((name) => members[name] !== undefined && !(contract.omitsNull && members[name] === null))
      .map((name) => element(contract.leaked.has(name) ? `d2p1:${name}` : name, members[name] ?? null))
      .join('')

  const attributes = ` xmlns:i="${instance}" z:Id="i1" xmlns:z="${serialization}"`
  return parent(root.contract.name, attributes, content(root))
}

function parent(name: string, attributes: string, content: string): string {
  return content === '' ? `<${name}${attributes} />` : `<${name}${attributes}>${content}</${name}>`
}

function textElement(name: string, value: string): string {
  return value === '' ? `<${name} />` : `<${name}>${escapeText(value)}</${name}>`
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' }

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what the pattern looks for
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/**
 * Escapes a text. A character that XML cannot hold is shown as U+FFFD; only the text of a refusal quotes such
 * characters.
 */
function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(forbidden, '\ufffd')
    .replace(/[&<>\r]/g, (character) => escapes[character] ?? '')
}
