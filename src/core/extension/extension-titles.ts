/**
 * Other titles of the columns of extensions, by the title under which they are exported: as other telephone systems and
 * people write them in English, German and Persian. Case, spaces and signs do not count.
 */
export const extensionTitles: Readonly<Record<string, readonly string[]>> = {
  number: [
    ...['extension', 'extension number', 'ext', 'internal number', 'exten'],
    ...['Nebenstelle', 'Durchwahl', 'Rufnummer', 'Nummer', 'Telefonnummer'],
    ...['شماره داخلی', 'داخلی', 'شماره'],
  ],
  name: [
    ...['display name', 'full name', 'caller id name', 'extension name'],
    ...['Anzeigename', 'Vollständiger Name', 'نام کاربر', 'نام', 'نام و نام خانوادگی'],
  ],
  secret: [
    ...['sip secret', 'sip password', 'auth password', 'password', 'SIP-Passwort', 'Passwort', 'Kennwort'],
    ...['رمز عبور', 'رمز', 'گذرواژه', 'کلمه عبور'],
  ],
  active: ['enabled', 'is active', 'aktiv', 'فعال', 'وضعیت'],
  user_type: ['technology', 'tech', 'protocol', 'Technik', 'Protokoll', 'نوع کاربر'],
  cid_number: ['caller id number', 'caller id', 'callerid', 'cid', 'Anrufernummer', 'شماره نمایشی'],
  call_record: ['record calls', 'call recording', 'recording', 'Aufzeichnung', 'ضبط مکالمات'],
  push_notification: ['push', 'Push-Benachrichtigung'],
  deny: ['denied addresses', 'gesperrte Adressen', 'IP های غیر مجاز', 'آی پی غیر مجاز'],
  permit: ['permitted addresses', 'allowed addresses', 'erlaubte Adressen', 'IP های مجاز', 'آی پی مجاز'],
  dtmfmode: ['dtmf', 'dtmf mode', 'پروتکل dtmf'],
  canreinvite: ['can reinvite', 'reinvite'],
  directmedia: ['direct media'],
  context: ['dialplan context', 'Kontext'],
  host: ['host name', 'Rechner', 'میزبان'],
  type: ['kind', 'peer type', 'Art'],
  port: ['sip port', 'پورت'],
  callgroup: ['call group', 'Rufgruppe'],
  pickupgroup: ['pickup group', 'Übernahmegruppe'],
  callcounter: ['call counter'],
  faxdetect: ['fax detect', 'fax detection', 'Faxerkennung'],
  call_limit: ['calllimit', 'call limit', 'simultaneous calls', 'Anruflimit', 'محدودیت تماس'],
  email: ['e-mail', 'email address', 'mail', 'E-Mail-Adresse', 'ایمیل', 'پست الکترونیک'],
  more_options: ['options', 'further options', 'weitere Optionen'],
  description: ['note', 'notes', 'comment', 'Beschreibung', 'Bemerkung', 'Notiz', 'توضیحات', 'شرح'],
  Busy: ['forward busy', 'forward on busy', 'call forward busy', 'cfb', 'Umleitung bei besetzt'],
  'No Answer': ['forward no answer', 'call forward no answer', 'cfna', 'Umleitung bei Nichtmelden'],
  UnAvailable: [
    'forward unavailable',
    'call forward unavailable',
    'cfu unavailable',
    'Umleitung wenn nicht erreichbar',
  ],
  All: ['forward all', 'call forward all', 'call forward unconditional', 'cfu', 'Umleitung immer'],
}
