/** The step after a change of the trunks. The PBX reads trunks from its configuration, unlike all else in the book. */
export const nextStep =
  'The PBX does NOT know of this yet. Run `dialbook pbx config` again, with the same options as the last time, and then ' +
  "`asterisk -C DIR/etc/asterisk.conf -rx 'core reload'`."
