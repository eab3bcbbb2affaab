-- Extensions with an address of their own, of which Asterisk looks for the caller before anything else. The index has no others.
create index extensions_with_address on extensions (account_id, number) where host <> 'dynamic';

-- The views are replaced and not made anew, so that the role of the PBX may still read them. They are in falling order, since
-- Asterisk keeps what it reads in a sorted list, into which it puts each row from the front.
do $$
declare
  each text;
begin
  foreach each in array array['ps_endpoints', 'ps_aors'] loop
    execute format('create or replace view %I as %s order by 1 desc', each, rtrim(pg_get_viewdef(each::regclass), ';'));
  end loop;
end $$;

create or replace view ps_endpoint_id_ips as
select e.number as id, e.number as endpoint, e.host as "match"
from extensions e
where e.account_id = (select p.account_id from pbx_account p join accounts a on a.id = p.account_id and a.enabled = 1)
  and e.active = 1 and e.technology = 'SIP'
  and e.host <> 'dynamic' and (e.host like '%:%' or lower(e.host) = upper(e.host));

-- How the provider of a trunk is told who calls. A trunk from before tells what it could, and the number is no more lost.
alter table trunks add column caller_id text not null default 'pai';
alter table trunks add column number_form text not null default 'as-is';
alter table trunks add column default_number text;
alter table trunks add column privacy_prefix text;
update trunks set caller_id = 'from' where username is null;
update trunks set checksum = 0;
