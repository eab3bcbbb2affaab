-- The addresses from which nobody signs in at the PBX, in the form of its lists of rules: of two that fit the later holds. The
-- first one is for the times without a block, when the list would be none.
create view ps_acls as
select 'sip_blocks' as name, 0 as rule_order, 'permit' as sense, '0.0.0.0/0.0.0.0' as rule
union all
select 'sip_blocks', 1, 'deny', address || case when address like '%:%' then '/128' else '/32' end
from blocks where dialect = 'sip' and until > extract(epoch from clock_timestamp()) * 1000;
