-- The parts of messages without a receipt: a carrier that brings none is asked for them.
create index message_parts_awaited on message_parts (carrier, carrier_id) where state = 'sent';
