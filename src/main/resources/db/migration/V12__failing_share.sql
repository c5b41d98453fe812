-- A relay that answers only part of all calls, for hours: of the calls lately, the share that brought no usable answer.
alter table relay_gate add column failing_share double precision not null default 0;
