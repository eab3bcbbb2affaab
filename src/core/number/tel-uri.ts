/**
 * The number of a `tel:` URI as text (RFC 3966), or the text as it is when it is none. An extension behind the number
 * (`;ext=55`) is left out: `tel:+1-555-555-0100;ext=55` gives `+1-555-555-0100`. A number that is local to a country or
 * an area (`;phone-context=+49`) follows it.
 */
export function numberOfTelUri(text: string): string {
  const [, uri] = /^tel:(.*)$/is.exec(text) ?? []
  if (uri === undefined) return text
  const [number = '', ...parameters] = decoded(uri).split(';')
  const context = parameters.map((each) => /^phone-context=(\+.*)$/i.exec(each)?.[1]).find((each) => each !== undefined)
  return context === undefined || number.startsWith('+') ? number : `${context}${number}`
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri)
  } catch {
    return uri
  }
}
