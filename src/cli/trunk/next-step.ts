/** What makes a change of the trunks hold: unlike all else in the book, the PBX reads them from its configuration. */
export const nextStep =
  'The PBX does NOT know of this yet. Run `dialbook pbx config` again, with the same options as the last time, and then ' +
  "`asterisk -C DIR/etc/asterisk.conf -rx 'core reload'`."
