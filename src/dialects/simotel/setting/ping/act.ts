import { operation } from '../../operation.ts'

/** Lets a client test its credentials. The `Ping` event that the vendor fires is not built yet. */
export const pingAct = operation({
  name: 'setting/ping/act',
  page: '2-SimotelAPI/v4/3-ping.md',
  alsoBy: ['PUT'],
  handle: async () => ({
    success: 1,
    message: "If the 'Ping' event is enabled in the settings menu, you'll receive it when it's sent",
    data: null,
  }),
})
