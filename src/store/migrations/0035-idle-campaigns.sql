-- Campaigns none of whose calls begins, and why, as the dialler last found them by the PBX.
alter table index_dialler add column idle text not null default '{}';
