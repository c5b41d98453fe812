-- What this ledger is used for, set at its first start: what was rehearsed does not exist on the national platform, and must never be
-- taken for real.
create table ledger_purpose (
    purpose varchar(20) primary key  -- PRODUCTION, REHEARSAL, DEMO
);
