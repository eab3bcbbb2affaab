import type { Peeked } from '../bytes/peeked.ts'
import { unreadable } from '../unreadable.ts'

/** The first bytes of old documents of Office, and of new ones with a password. */
const beginning = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])

/** The name of the part in which a document with a password is. */
const protectedPart = Buffer.from('EncryptedPackage', 'utf16le')

/** @throws Refusal for an .xls, and for a workbook with a password. */
export async function refuseOldExcel({ head, pieces }: Peeked): Promise<void> {
  if (!head.subarray(0, 8).equals(beginning)) return
  let last = Buffer.alloc(0)
  for await (const piece of pieces()) {
    const joined = Buffer.concat([last, piece])
    if (joined.includes(protectedPart)) throw unreadable('the workbook is protected by a password: save it without one')
    last = joined.subarray(-protectedPart.length)
  }
  throw unreadable('the file is an old Excel workbook (.xls): save it as XLSX or CSV')
}
