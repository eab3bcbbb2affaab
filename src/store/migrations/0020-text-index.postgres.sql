-- The texts of groups as searches compare them. Tables named `index_…` follow from others: they are in no copy and no backup, and
-- are made anew from what they follow from. The index of their parts needs an extension, and is made at a start
-- (`store/postgres/trigram-index.ts`).

-- `folded` is `foldText` of `core/filter/fold-text.ts`. Most texts need only the case of their letters, which is all that PostgreSQL then
-- does. `folded_wholly` does all of it, step by step: invisible characters, compatible forms, case, the spellings of letters,
-- digits. The letters of ICU have the cases that JavaScript knows. A database with another encoding than UTF-8 knows no forms.
do $do$ declare
  invisible text := '\u00ad\u034f\u061c\u0640\u115f-\u1160\u17b4-\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff'
  ; spelled text := U&'\064a\0649\0643\06aa\06be\06c1\06d5\03c2' ; as_one text := U&'\06cc\06cc\06a9\06a9\0647\0647\0647\03c3'
  ; zeros int[] := array[
    1984, 2406, 2534, 2662, 2790, 2918, 3046, 3174, 3302, 3430, 3558, 3664, 3792, 3872, 4160, 4240, 6112, 6160, 6470, 6608,
    6784, 6800, 6992, 7088, 7232, 7248, 42528, 43216, 43264, 43472, 43504, 43600, 44016, 66720, 68912, 68928, 69734, 69872,
    69942, 70096, 70384, 70736, 70864, 71248, 71360, 71376, 71386, 71472, 71904, 72016, 72688, 72784, 73040, 73120, 73184,
    73552, 90416, 92768, 92864, 93008, 93552, 123200, 123632, 124144, 124401, 125264]
  ; digits text := (select string_agg(chr(zero + digit), '' order by zero, digit) from unnest(zeros) zero, generate_series(0, 9) digit)
  ; usual text := U&'\0660\0661\0662\0663\0664\0665\0666\0667\0668\0669\06f0\06f1\06f2\06f3\06f4\06f5\06f6\06f7\06f8\06f9'
  ; letters text := case when exists (select from pg_collation where collname = 'und-x-icu') then 'und-x-icu' else 'default' end
  ; is_utf8 bool := current_setting('server_encoding') = 'UTF8'
  ; begin execute format($f$create function folded_wholly(t text) returns text language sql immutable parallel safe as $s$
      select case when kept ~ '[%1$s]' then translate(kept, '%1$s', '%2$s') else kept end from (
        select translate(lower(%3$s collate %4$I), '%5$s', '%6$s') as kept offset 0) as spelled $s$ $f$,
      digits, repeat('0123456789', cardinality(zeros)),
      format(case when is_utf8 then 'normalize(%s, NFKC)' else '%s' end, format('replace(regexp_replace(t, ''[%s]'', '''', ''g''), ''%s'', ''i'')', invisible, U&'\0130')),
      letters, spelled || usual, as_one || '01234567890123456789')
  ; execute format($f$create function folded(t text) returns text language sql immutable parallel safe as $s$
      select case when octet_length(t) = length(t) then lower(t collate "C")
        when t ~ '[%s]' %s then folded_wholly(t) else lower(t collate %I) collate "C" end $s$ $f$,
      invisible || spelled || U&'\0130\03a3' || usual || digits,
      case when is_utf8 then 'or t is not nfkc normalized' else '' end, letters) ; end $do$;

create table index_texts (
  account_id integer not null,
  id integer not null,
  name text not null,
  description text,
  primary key (account_id, id)
);

-- The transaction that was the last to change a text of the account's groups: a total that was counted holds as long as this stays.
create table index_versions (account_id integer not null primary key, version integer not null);

-- The last group that is in the index already, and whether all are. A search goes without the index until then.
create table index_state (name text not null primary key, account_id integer not null, id integer not null, whole integer not null);
insert into index_state (name, account_id, id, whole)
select 'groups', 0, 0, case when exists (select 1 from groups) then 0 else 1 end;

create function index_group() returns trigger language plpgsql as $f$ begin
  if tg_op = 'DELETE' then delete from index_texts where account_id = old.account_id and id = old.id ; return null
  ; end if ; insert into index_texts (account_id, id, name, description)
    values (new.account_id, new.id, folded(new.name), folded(new.description))
    on conflict (account_id, id) do update set name = excluded.name, description = excluded.description ; return null ; end $f$;
create trigger index_added_group after insert on groups for each row execute function index_group();
create trigger index_renamed_group after update of name, description on groups for each row
when (old.name is distinct from new.name or old.description is distinct from new.description) execute function index_group();
create trigger index_removed_group after delete on groups for each row execute function index_group();

-- The version is written right before the commit: its row is locked for the shortest time, behind all other locks.
create function index_version() returns trigger language plpgsql as $f$ declare
  account bigint := case when tg_op = 'DELETE' then old.account_id else new.account_id end ; begin
  insert into index_versions as known (account_id, version) values (account, pg_current_xact_id()::text::bigint)
    on conflict (account_id) do update set version = excluded.version where known.version <> excluded.version ; return null ; end $f$;
create constraint trigger index_version_added after insert on groups
deferrable initially deferred for each row execute function index_version();
create constraint trigger index_version_renamed after update of name, description on groups
deferrable initially deferred for each row
when (old.name is distinct from new.name or old.description is distinct from new.description) execute function index_version();
create constraint trigger index_version_removed after delete on groups
deferrable initially deferred for each row execute function index_version();
