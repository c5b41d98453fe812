-- What was there before an act and after it; who asks about a record, an actor or a kind of act finds it without reading all.
alter table audit add column before_act text;
alter table audit add column after_act text;
create index audit_at on audit (at);
create index audit_target on audit (target, id);
create index audit_actor on audit (actor, id);
create index audit_action on audit (action, id);
