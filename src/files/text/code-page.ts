/** A code page of Windows, for bytes that are not UTF-8. */
export type CodePage = 'windows-1252' | 'windows-1256'

/**
 * Chooses the code page of bytes that are not UTF-8, by what stands beside them. `Müller` has its letter above ASCII between Latin
 * ones; Arabic and Persian words have no Latin letter, and their bytes are letters of Windows-1256.
 */
export function chooseCodePage(bytes: Uint8Array): CodePage {
  let besideLatin = 0
  let alone = 0
  for (const [place, byte] of bytes.entries()) {
    if (byte < 0x80) continue
    if (isLatin(bytes[place - 1]) || isLatin(bytes[place + 1])) besideLatin++
    else alone++
  }
  if (besideLatin >= alone) return 'windows-1252'
  const signs = [...new TextDecoder('windows-1256').decode(bytes)].filter((sign) => sign >= '\u0080')
  const arabic = signs.filter((sign) => sign >= '\u0600' && sign <= '\u06ff')
  return arabic.length >= 0.7 * signs.length ? 'windows-1256' : 'windows-1252'
}

function isLatin(byte = 0): boolean {
  const small = byte | 0x20
  return small >= 0x61 && small <= 0x7a && byte < 0x80
}
