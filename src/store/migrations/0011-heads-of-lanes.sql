-- Only the first of a lane is due. The others wait behind it, at the largest number that every program can hold, until it is
-- their turn: who looks for what is due does not meet them.
update effects set due_at = 9007199254740991 where exists (
  select 1 from effects as earlier
  where earlier.account_id = effects.account_id and earlier.lane = effects.lane and earlier.id < effects.id);
