-- The master key is one for all credentials of an account; kept as its SHA-256.
alter table accounts add column master_hash text;

-- Counts are kept on the rows, so that no list has to be counted.
create table folders (
  account_id integer not null,
  id integer not null,
  name text not null,
  description text,
  parent_id integer,
  folder_count integer not null,
  group_count integer not null,
  contact_count integer not null,
  created_at integer not null,
  updated_at integer not null,
  primary key (account_id, id)
) strict;
create index folders_by_name on folders (account_id, name, id);
create index folders_by_parent on folders (account_id, parent_id, id);

-- Contacts in groups: beside the groups' entries. Read from either side.
create table memberships (
  account_id integer not null,
  group_id integer not null,
  contact_id integer not null,
  primary key (account_id, group_id, contact_id)
) strict, without rowid;
create index memberships_by_contact on memberships (account_id, contact_id, group_id);

alter table groups add column contact_count integer not null default 0;
create index groups_by_folder on groups (account_id, folder_id, name, id);
create index groups_by_contact_count on groups (account_id, contact_count, id);

alter table contacts add column first_name text;
alter table contacts add column last_name text;
alter table contacts add column email text;
alter table contacts add column language text;
alter table contacts add column gender text;
alter table contacts add column birth_date text;
alter table contacts add column street text;
alter table contacts add column house_number text;
alter table contacts add column suite text;
alter table contacts add column postal_code text;
alter table contacts add column city text;
alter table contacts add column state text;
alter table contacts add column province text;
alter table contacts add column country text;
alter table contacts add column custom_1 text;
alter table contacts add column custom_2 text;
alter table contacts add column custom_3 text;
alter table contacts add column custom_4 text;
alter table contacts add column custom_5 text;
alter table contacts add column custom_6 text;
alter table contacts add column custom_7 text;
alter table contacts add column custom_8 text;
alter table contacts add column custom_9 text;
alter table contacts add column custom_10 text;
alter table contacts add column custom_11 text;
alter table contacts add column custom_12 text;
alter table contacts add column custom_13 text;
alter table contacts add column custom_14 text;
alter table contacts add column custom_15 text;
alter table contacts add column custom_16 text;
alter table contacts add column custom_17 text;
alter table contacts add column custom_18 text;
alter table contacts add column custom_19 text;
alter table contacts add column custom_20 text;
create index contacts_by_first_name on contacts (account_id, first_name, id);
create index contacts_by_last_name on contacts (account_id, last_name, id);
create index contacts_by_email on contacts (account_id, email, id);

-- A contact that has only the one name is known by its first word and the rest.
update contacts set
  first_name = nullif(case when instr(trim(name), ' ') > 0 then substr(trim(name), 1, instr(trim(name), ' ') - 1) else trim(name) end, ''),
  last_name = nullif(case when instr(trim(name), ' ') > 0 then ltrim(substr(trim(name), instr(trim(name), ' ') + 1)) else '' end, '');
