/** The statuses that are answered, or that decide on what comes next (SMPP 3.4 §5.1.3). */
export const statuses = {
  ok: 0,
  badLength: 0x01,
  unknownCommand: 0x03,
  notBound: 0x04,
  systemError: 0x08,
  queueFull: 0x14,
  throttled: 0x58,
  /** The receiver cannot take the message now. */
  notNow: 0x64,
  /** The receiver never takes the message. */
  never: 0x66,
} as const

const names: Readonly<Record<number, string>> = {
  1: 'RINVMSGLEN',
  2: 'RINVCMDLEN',
  3: 'RINVCMDID',
  4: 'RINVBNDSTS',
  5: 'RALYBND',
  6: 'RINVPRTFLG',
  7: 'RINVREGDLVFLG',
  8: 'RSYSERR',
  10: 'RINVSRCADR',
  11: 'RINVDSTADR',
  12: 'RINVMSGID',
  13: 'RBINDFAIL',
  14: 'RINVPASWD',
  15: 'RINVSYSID',
  20: 'RMSGQFUL',
  21: 'RINVSERTYP',
  67: 'RINVESMCLASS',
  69: 'RSUBMITFAIL',
  72: 'RINVSRCTON',
  73: 'RINVSRCNPI',
  80: 'RINVDSTTON',
  81: 'RINVDSTNPI',
  83: 'RINVSYSTYP',
  88: 'RTHROTTLED',
  97: 'RINVSCHED',
  98: 'RINVEXPIRY',
  100: 'RX_T_APPN',
  101: 'RX_P_APPN',
  102: 'RX_R_APPN',
  254: 'RDELIVERYFAILURE',
  255: 'RUNKNOWNERR',
}

/** The name of a status, as the specification has it; of a vendor's own one the number. */
export function statusName(status: number): string {
  const name = names[status]
  return name === undefined ? `status 0x${status.toString(16).padStart(8, '0')}` : `ESME_${name}`
}
