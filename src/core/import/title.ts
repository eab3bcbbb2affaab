/** A title in the form by which two are compared: without case, and with one space between words. */
export function titleKey(title: string): string {
  return title.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()
}

/** The letters of a title, without marks, digits and signs: `Phone 1 - Value` gives `phonevalue`, `Numéro` `numero`. */
export function titleLetters(title: string): string {
  return title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}]/gu, '')
    .replaceAll('ي', 'ی')
    .replaceAll('ى', 'ی')
    .replaceAll('ك', 'ک')
}

/** Words that say in a title that its column has numbers, whatever stands beside them: `Home Phone`, `Telefon privat`. */
const partsOfTitles = `phone, telefon, telefono, mobil, handy, rufnummer, msisdn, cellul, celular, movil, whatsapp, tel mobile,
  شماره, تلفن, موبایل, همراه, هاتف, جوال, محمول, تلیفون`

/** Titles that say so only when there is nothing else in them. */
const wholeTitles = `number, numbers, tel, tel no, tel nr, cell, gsm, portable, contact number, contact no, destination, nummer, nummern,
  festnetz, festnetznummer, numero, numeros, num tel, numero de portable, رقم, الرقم, أرقام, الأرقام`

const parts = partsOfTitles.split(',').map(titleLetters)
const wholes: ReadonlySet<string> = new Set(wholeTitles.split(',').map(titleLetters))

/** Whether a title says that its column has numbers, in English, German, Persian, French, Spanish or Arabic. */
export function isNumberTitle(title: string): boolean {
  const letters = titleLetters(title)
  return wholes.has(letters) || parts.some((part) => letters.includes(part))
}
