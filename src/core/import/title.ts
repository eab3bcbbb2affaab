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

/** The titles that programs and people give to a column of numbers, by language. */
const words = {
  english: `number, phone, phone number, phone no, telephone, telephone number, tel, tel no, mobile, mobile phone, mobile number,
    mobile no, cell, cell phone, cell number, cellular, msisdn, gsm, contact number, contact no, whatsapp, whatsapp number,
    primary phone, main phone, business phone, work phone, home phone, other phone, phone value, phone mobile, phone home,
    phone work, caller id, callerid number, phones, numbers, mobiles, destination, destination number`,
  german: `nummer, telefon, telefonnummer, telefon nr, tel nr, rufnummer, handy, handynummer, handy nr, mobil, mobilnummer,
    mobiltelefon, mobilfunk, mobilfunknummer, festnetz, festnetznummer, telefon privat, telefon geschäftlich, telefon mobil`,
  persian: `شماره, تلفن, شماره تلفن, موبایل, شماره موبایل, تلفن همراه, همراه, شماره همراه, شماره تماس, شماره تلفن همراه, تلفن ثابت,
    شماره ها, شمارهها`,
  french: `numéro, téléphone, numéro de téléphone, n de téléphone, num tel, portable, téléphone portable, téléphone mobile,
    numéro de portable, numéro de mobile, tél portable, tél mobile`,
  spanish: `número, teléfono, número de teléfono, teléfono móvil, móvil, celular, número de celular, número de móvil,
    teléfono celular, teléfonos`,
  arabic: `رقم, الرقم, هاتف, الهاتف, رقم الهاتف, جوال, الجوال, رقم الجوال, موبايل, رقم الموبايل, المحمول, رقم المحمول, الهاتف المحمول,
    رقم الهاتف المحمول, تليفون, رقم التليفون, الأرقام, أرقام`,
}

const numberTitles: ReadonlySet<string> = new Set(
  Object.values(words).flatMap((list) => list.split(',').map(titleLetters)),
)

/** Whether a title says that its column has numbers. */
export function isNumberTitle(title: string): boolean {
  return numberTitles.has(titleLetters(title))
}
