-- Campaigns none of whose calls begins, and why, as the dialler last found them by the PBX.
alter table index_dialler add column idle text not null default '{}';

-- A try that was taken for lost (outcome 4) is put right by its call, should the ledger get it after all.
create index campaign_tries_lost on campaign_tries (account_id, call) where outcome = 4;
