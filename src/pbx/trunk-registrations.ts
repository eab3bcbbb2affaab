import type { Ami } from './ami.ts'

const module = 'res_pjsip_outbound_registration.so'

/** What Asterisk says of the registration of each trunk: `Registered`, `Unregistered`, `Rejected`, `Stopped`. */
export async function trunkRegistrations(ami: Ami): Promise<ReadonlyMap<string, string>> {
  // The question has Asterisk read all registrations of the book: it begins those that are new, and those that have changed anew.
  const details = await ami.list({ Action: 'PJSIPShowRegistrationsOutbound' }).catch((error: Error) => {
    if (/No outbound registrations|Unable to/i.test(error.message)) return []
    throw error
  })
  return new Map(
    details.flatMap(({ Event, ObjectName, Status }) =>
      Event === 'OutboundRegistrationDetail' && ObjectName && Status ? [[ObjectName, Status]] : [],
    ),
  )
}

/** Has Asterisk end the registrations that the book does not have any more, and sign in with the present passwords. */
export async function renewTrunkRegistrations(ami: Ami, names: readonly string[]): Promise<void> {
  await ami.list({ Action: 'Reload', Module: module })
  for (const Registration of names) {
    // One that Asterisk has not read yet begins with the next look.
    await ami.list({ Action: 'PJSIPRegister', Registration }).catch(() => [])
  }
}
