-- The pace of all nodes together, the order within a certificate number, and the evidence of every attempt.

-- How the relay may be called now; one row, because there is one relay. Times are those of the database's clock.
create table relay_gate (
    id           integer primary key,
    next_at      timestamp with time zone not null,   -- the first moment that no call has been given yet
    paused_at    timestamp with time zone,            -- when the last pause began
    paused_until timestamp with time zone,
    pauses       integer not null default 0,          -- in a row
    failures     integer not null default 0,          -- calls in a row without a usable answer
    open_until   timestamp with time zone,            -- the breaker: not null while the relay is down
    probe_until  timestamp with time zone,            -- somebody is finding out whether it is back
    ramp_from    timestamp with time zone,            -- since when the pace grows back to its full rate
    since        timestamp with time zone,            -- when the present pause or outage began
    reason       varchar(1000)
);
insert into relay_gate (id, next_at) values (1, current_timestamp);

-- Its place in the order of a certificate number where that is not its time of arrival: what mends an earlier submission
-- takes that one's place.
alter table submission add column place bigint;
alter table submission add column code_by varchar(100);  -- who entered the code by hand
create index submission_replaces on submission (replaces);

alter table relay_call add column fence bigint;         -- the claim under which it was made
alter table relay_call add column outcome varchar(10);  -- DONE, REFUSED, UNKNOWN, HELD; null while it is under way
alter table relay_call add column remark varchar(1000); -- why, in Chinese
create index relay_call_begun on relay_call (begun_at);

-- Refusals that no line of refusals.yaml explains.
create table unknown_refusal (
    digest        char(64) primary key,                 -- SM3 of call and text
    call          varchar(10)   not null,
    text          varchar(1000) not null,               -- numbers masked
    times         bigint        not null,
    first_at      timestamp with time zone not null,
    last_at       timestamp with time zone not null,
    submission_id char(32)                              -- the newest that was refused so
);
