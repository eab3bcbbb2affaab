-- The messages that a number got within a day.
create index messages_by_number on messages (account_id, number, sent_at);
