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

-- Redis's database numbers are names of keyspaces. FLUSHDB, FLUSHALL and SWAPDB change rows here; changes
-- counts them, for clients that watch a key of the database.
create table database (
  number   integer primary key,
  keyspace bigint  not null unique,
  changes  bigint  not null default 0
);

-- Keyspaces without a name; the reaper removes their keys.
create table dead_keyspace (
  keyspace bigint primary key,
  died_at  timestamptz not null default clock_timestamp()
);

-- One row a key. A look-up goes by the digest of the name (SHA-256, cut to 63 + 64 bits), because a
-- btree entry ends at about 2,690 bytes and a key does not. type 0 is a marker: it stands for a key that
-- does not exist and that somebody watches. expires_at is in milliseconds since the epoch, null for never;
-- it has no index, which would make every SET ... EX an update that is not heap-only. replaced says what
-- the last write found that wrote without looking: -1 nothing, else 1 for a key and 2 for an expiry, added
-- up. It exists because RETURNING can show an old row only since PostgreSQL 18.
create table key (
  keyspace   bigint   not null,
  high       bigint   not null,
  low        bigint   not null,
  version    bigint   not null,
  expires_at bigint,
  type       smallint not null,
  encoding   smallint not null,
  replaced   smallint not null default -1,
  name       bytea    not null,
  value      bytea,
  primary key (keyspace, high, low)
) with (
  fillfactor = 80,
  autovacuum_vacuum_scale_factor = 0.1,
  autovacuum_vacuum_insert_scale_factor = 0.2,
  autovacuum_analyze_scale_factor = 0.1
);

-- FLUSHDB, FLUSHALL and SWAPDB take the markers along.
create index key_marker on key (keyspace) where type = 0;

-- KEYS prefix* and SCAN ... MATCH prefix*: a bounded part of the name.
create index key_name on key (keyspace, substring(name from 1 for 256));

-- One row for each worker of each instance. n counts its committed batches: after a lost connection it
-- says whether the last one committed. A new epoch fences a batch that the server may still be running.
create sequence worker_id;
create table worker (
  id         bigint primary key,
  epoch      bigint not null default 0,
  n          bigint not null default 0,
  seen_at    timestamptz not null default clock_timestamp()
) with (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- How many keys a keyspace has: the sum over all workers of what each has added and removed.
create table key_count (
  keyspace bigint not null,
  worker   bigint not null,
  keys     bigint not null,
  expiring bigint not null,
  primary key (keyspace, worker)
) with (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- Writes over whatever there is, all in one statement of the protocol and a transaction of its own: takes
-- the locks or fails, makes sure that the mapping and the worker are what the caller believes, writes, and
-- counts what came and went. Each statement of a volatile function sees what committed before it began, so
-- that the rows are read under the locks.
create function write_blind(
  store_lock bigint, locks bigint[], mapping_generation bigint,
  worker_id bigint, worker_epoch bigint, worker_n bigint,
  keyspaces bigint[], highs bigint[], lows bigint[], names bytea[],
  types smallint[], encodings smallint[], row_values bytea[], expiries bigint[], versions bigint[]
) returns void language plpgsql as $$
begin
  if not pg_try_advisory_xact_lock_shared(store_lock)
     or exists (select from unnest(locks) as l (id) where not pg_try_advisory_xact_lock(l.id)) then
    raise exception 'another instance holds a key' using errcode = 'PR002';
  end if;
  if not exists (select from store where generation = mapping_generation) then
    raise exception 'the mapping of databases has changed' using errcode = 'PR002';
  end if;
  update worker set n = n + 1 where id = worker_id and epoch = worker_epoch and n = worker_n;
  if not found then
    raise exception 'this worker has been fenced' using errcode = 'PR002';
  end if;
  with written as (
    insert into key as k (keyspace, high, low, name, type, encoding, value, expires_at, version)
    select i.keyspace, i.high, i.low, i.name, i.type, i.encoding, i.value, nullif(i.expires_at, 0), i.version
    from unnest(keyspaces, highs, lows, names, types, encodings, row_values, expiries, versions)
      as i (keyspace, high, low, name, type, encoding, value, expires_at, version)
    on conflict (keyspace, high, low) do update
    set type = excluded.type, encoding = excluded.encoding, value = excluded.value,
        expires_at = excluded.expires_at, version = excluded.version,
        replaced = case when k.type = 0 then 0 when k.expires_at is null then 1 else 3 end
    returning k.keyspace, k.replaced, k.expires_at
  ), delta as (
    select keyspace, count(*) filter (where replaced in (-1, 0)) as keys,
           count(expires_at) - count(*) filter (where replaced = 3) as expiring
    from written group by keyspace
  )
  insert into key_count as c (keyspace, worker, keys, expiring)
  select d.keyspace, worker_id, d.keys, d.expiring from delta d where d.keys <> 0 or d.expiring <> 0
  on conflict (keyspace, worker) do update
  set keys = c.keys + excluded.keys, expiring = c.expiring + excluded.expiring;
end
$$;

-- Removes up to max_rows keys of one keyspace that has no name any more; one instance at a time. Nobody
-- else can touch these rows, so no locks of keys are needed. Returns how many rows went, -1 if there is
-- nothing left to do.
create function reap(reaper_lock bigint, max_rows bigint) returns bigint language plpgsql as $$
declare
  dead bigint;
  gone bigint;
begin
  if not pg_try_advisory_xact_lock(reaper_lock) then
    return -1;
  end if;
  select d.keyspace into dead from dead_keyspace d order by d.died_at limit 1;
  if dead is null then
    return -1;
  end if;
  with doomed as materialized (
    select k.high, k.low from key k where k.keyspace = dead order by k.keyspace, k.high, k.low limit max_rows
  )
  delete from key k using doomed d where (k.keyspace, k.high, k.low) = (dead, d.high, d.low);
  get diagnostics gone = row_count;
  if gone < max_rows then
    delete from key_count where keyspace = dead;
    delete from dead_keyspace where keyspace = dead;
  end if;
  return gone;
end
$$;

-- Folds what workers of vanished instances have counted into worker 0, and forgets them. A worker that
-- wakes up again after that finds its row gone and takes a new identity.
create function forget_workers(reaper_lock bigint, unseen_for interval) returns void language plpgsql as $$
begin
  if not pg_try_advisory_xact_lock(reaper_lock) then
    return;
  end if;
  with gone as (
    delete from worker where seen_at < clock_timestamp() - unseen_for returning id
  ), counts as (
    delete from key_count c using gone where c.worker = gone.id returning c.keyspace, c.keys, c.expiring
  )
  insert into key_count as c (keyspace, worker, keys, expiring)
  select keyspace, 0, sum(keys), sum(expiring) from counts group by keyspace
  on conflict (keyspace, worker) do update
  set keys = c.keys + excluded.keys, expiring = c.expiring + excluded.expiring;
end
$$;
