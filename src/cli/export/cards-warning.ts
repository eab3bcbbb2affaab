/** What people must know of a format that has no place for all of a group. */
export const cardsWarning =
  'a card has places for name, first_name, last_name, email, organization and note: other columns and callback data are left out'
