-- What the pages of a large ledger are drawn from without reading it from end to end.

-- the flow of a day, stage by stage
create index history_at on history (at, outcome, stage);
-- licences that run out
create index licence_expiry on licence (state, valid_to, replaced_by);
-- the relay's calls of an hour, without reading what was said in them
drop index relay_call_begun;
create index relay_call_begun on relay_call (begun_at, call, outcome, answered_at);
