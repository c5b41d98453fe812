-- How far the approval database has been read: by time of change and key. Replaces read_position, which knew numeric keys only;
-- what was read under it is read once more, and known again by its content.
create table source_position (
    source         varchar(60) primary key,
    read_time      varchar(30),                 -- of the last row taken, local date and time, fixed width
    read_key       varchar(200),                -- of the last row taken
    numeric_key    boolean not null,
    looked_back_at timestamp with time zone     -- begin of the last look back for late commits
);
drop table read_position;

-- Files of the shared folder of which every row was taken without a fault, by content: the same file again has nothing new.
create table taken_file (
    digest   char(64) primary key,          -- SHA-256, hex
    name     varchar(400) not null,
    row_count integer not null,
    taken_at timestamp with time zone not null
);

-- What the approval database has been told about each submission; the newest step that it knows, or that it could not be told.
create table write_back (
    submission_id char(32) primary key references submission (id),
    history_id    bigint       not null,
    failures      integer      not null,                    -- in a row; 0 when it was told
    error         varchar(1000),
    retry_at      timestamp with time zone
);
create index write_back_failed on write_back (failures, retry_at);

-- Up to where all steps have been looked at.
create table write_back_position (
    id         integer primary key,         -- 1
    history_id bigint  not null
);
insert into write_back_position (id, history_id) values (1, 0);
