-- The tables of pgredis. Everything that a client sends is bytea: text would reject NUL and bad UTF-8.
-- No foreign keys and no triggers: they would double the cost of every write.

-- One row: the generation counts the changes of the mapping in "database". Instances cache the mapping,
-- and every batch compares the generation that it was made with.
create table store (
  only_row   boolean primary key default true check (only_row),
  generation bigint  not null default 1
);
insert into store default values;

create sequence keyspace_id;

-- Redis's database numbers are names of keyspaces. FLUSHDB, FLUSHALL and SWAPDB change rows here.
create table database (
  number   integer primary key,
  keyspace bigint  not null unique
);

-- Keyspaces without a name; the reaper removes their keys.
create table dead_keyspace (
  keyspace bigint primary key,
  died_at  timestamptz not null default clock_timestamp()
);

-- One row a key. A look-up goes by the digest of the name (SHA-256, cut to 63 + 64 bits), because a
-- btree entry ends at about 2,690 bytes and a key does not. type 0 is a marker: it stands for a key that
-- does not exist and that somebody watches. expires_at is in milliseconds since the epoch, null for never;
-- it has no index, which would make every SET ... EX an update that is not heap-only.
create table key (
  keyspace   bigint   not null,
  high       bigint   not null,
  low        bigint   not null,
  version    bigint   not null,
  expires_at bigint,
  type       smallint not null,
  encoding   smallint not null,
  name       bytea    not null,
  value      bytea,
  primary key (keyspace, high, low)
) with (
  fillfactor = 80,
  autovacuum_vacuum_scale_factor = 0.1,
  autovacuum_vacuum_insert_scale_factor = 0.2,
  autovacuum_analyze_scale_factor = 0.1
);

-- KEYS prefix* and SCAN ... MATCH prefix*: a bounded part of the name.
create index key_name on key (keyspace, substring(name from 1 for 256));

-- One row for each worker of each instance. n counts its committed batches: after a lost connection it
-- says whether the last one committed. A new epoch fences a batch that the server may still be running.
create sequence worker_id;
create table worker (
  id         bigint primary key,
  epoch      bigint not null default 0,
  n          bigint not null default 0,
  started_at timestamptz not null default clock_timestamp()
) with (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- How many keys a keyspace has: the sum over all workers of what each has added and removed.
create table key_count (
  keyspace bigint not null,
  worker   bigint not null,
  keys     bigint not null,
  expiring bigint not null,
  primary key (keyspace, worker)
) with (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
