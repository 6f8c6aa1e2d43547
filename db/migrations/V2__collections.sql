-- Lists, hashes, sets and sorted sets. A small one is packed: its elements stand in the row of its key, in
-- "items". A larger one is spread: its row has an id, and its elements are rows under that id in a table per
-- type. It never goes back. Ids are never used twice, so that whatever a key held before can be removed
-- later, by what is noted in "graveyard".

-- Taken one at a time by the transaction that uses it: a block taken in advance could be handed out again
-- after a crash of PostgreSQL.
create sequence collection_id;

-- length is the number of elements of a spread collection, head the position of a spread list's first
-- element. replaced_id is to write_blind what replaced is: the id that its last write has found, else null.
alter table key
  add column id          bigint,
  add column length      bigint,
  add column head        bigint,
  add column replaced_id bigint,
  add column items       bytea[];

-- high and low are the digest of the field, as in "key". expires_at is in milliseconds since the epoch.
create table hash (
  id         bigint not null,
  high       bigint not null,
  low        bigint not null,
  expires_at bigint,
  field      bytea  not null,
  value      bytea  not null,
  primary key (id, high, low)
) with (
  fillfactor = 90,
  autovacuum_vacuum_scale_factor = 0.1,
  autovacuum_vacuum_insert_scale_factor = 0.2,
  autovacuum_analyze_scale_factor = 0.1
);

-- For the fields that expire: few, and only they are in it.
create index hash_expiry on hash (id, expires_at) where expires_at is not null;

create table set_member (
  id     bigint not null,
  high   bigint not null,
  low    bigint not null,
  member bytea  not null,
  primary key (id, high, low)
) with (
  autovacuum_vacuum_scale_factor = 0.1,
  autovacuum_vacuum_insert_scale_factor = 0.2,
  autovacuum_analyze_scale_factor = 0.1
);

-- The elements at the positions first to first + count - 1. Positions may be negative; they are dense from
-- key.head to key.head + key.length - 1.
create table list_chunk (
  id    bigint  not null,
  first bigint  not null,
  count integer not null,
  items bytea[] not null,
  primary key (id, first)
) with (
  fillfactor = 70,
  autovacuum_vacuum_scale_factor = 0.1,
  autovacuum_vacuum_insert_scale_factor = 0.2,
  autovacuum_analyze_scale_factor = 0.1
);

create table zset (
  id     bigint           not null,
  high   bigint           not null,
  low    bigint           not null,
  score  double precision not null,
  member bytea            not null,
  primary key (id, high, low)
) with (
  fillfactor = 90,
  autovacuum_vacuum_scale_factor = 0.1,
  autovacuum_vacuum_insert_scale_factor = 0.2,
  autovacuum_analyze_scale_factor = 0.1
);

-- The order of a sorted set. A btree entry is bounded, so longer members tie and queries settle that.
create index zset_order on zset (id, score, substring(member from 1 for 256));

-- How many elements stand between this lower bound in the order of zset_order and the next block's.
create table zset_block (
  id     bigint           not null,
  score  double precision not null,
  prefix bytea            not null,
  count  bigint           not null,
  primary key (id, score, prefix)
) with (
  fillfactor = 70,
  autovacuum_vacuum_scale_factor = 0.1,
  autovacuum_vacuum_insert_scale_factor = 0.2,
  autovacuum_analyze_scale_factor = 0.1
);

-- Spread collections that no key holds any more; type is as in "key". The reaper removes their elements.
create table graveyard (
  id   bigint   primary key,
  type smallint not null
);

-- As before, and records the collections that it replaces. A negative expiry is meant from now on, in
-- milliseconds. The counts and the graveyard are rarely concerned:
-- what has nothing to say to them is not written there.
create or replace function write_blind(
  store_lock bigint, locks bigint[], mapping_generation bigint,
  worker_id bigint, worker_epoch bigint, worker_n bigint,
  keyspaces bigint[], highs bigint[], lows bigint[], names bytea[],
  types smallint[], encodings smallint[], row_values bytea[], expiries bigint[], versions bigint[]
) returns void language plpgsql as $$
declare
  now_millis bigint;
  change     record;
begin
  if not pg_try_advisory_xact_lock_shared(store_lock)
     or exists (select from unnest(locks) as l (id) where not pg_try_advisory_xact_lock(l.id)) then
    raise exception 'another instance holds a key' using errcode = 'PR002';
  end if;
  update worker set n = n + 1
  where id = worker_id and epoch = worker_epoch and n = worker_n
    and (select generation from store) = mapping_generation;
  if not found then
    raise exception 'this worker has been fenced, or the mapping of databases has changed'
      using errcode = 'PR002';
  end if;
  now_millis := floor(extract(epoch from clock_timestamp()) * 1000);
  for change in
    with written as (
      insert into key as k (keyspace, high, low, name, type, encoding, value, expires_at, version)
      select i.keyspace, i.high, i.low, i.name, i.type, i.encoding, i.value,
             case when i.expires_at < 0 then now_millis - i.expires_at else nullif(i.expires_at, 0) end, i.version
      from unnest(keyspaces, highs, lows, names, types, encodings, row_values, expiries, versions)
        as i (keyspace, high, low, name, type, encoding, value, expires_at, version)
      on conflict (keyspace, high, low) do update
      set type = excluded.type, encoding = excluded.encoding, value = excluded.value,
          expires_at = excluded.expires_at, version = excluded.version,
          id = null, length = null, head = null, items = null,
          replaced = case when k.type = 0 then 0 when k.expires_at is null then 1 else 3 end,
          -- The type goes along in the lowest bits.
          replaced_id = k.id * 8 + k.type
      returning k.keyspace, k.replaced, k.replaced_id, k.expires_at
    ), change as (
      select keyspace, count(*) filter (where replaced in (-1, 0)) as keys,
             count(expires_at) - count(*) filter (where replaced = 3) as expiring,
             array_agg(replaced_id) filter (where replaced_id is not null) as graves
      from written group by keyspace
    )
    select * from change where keys <> 0 or expiring <> 0 or graves is not null
  loop
    insert into key_count as c (keyspace, worker, keys, expiring)
    values (change.keyspace, worker_id, change.keys, change.expiring)
    on conflict (keyspace, worker) do update
    set keys = c.keys + excluded.keys, expiring = c.expiring + excluded.expiring;
    insert into graveyard (id, type) select g / 8, g % 8 from unnest(change.graves) g;
  end loop;
end
$$;

-- As before, and leaves the spread collections of the keyspace to reap_collection.
create or replace function reap(reaper_lock bigint, max_rows bigint) returns bigint language plpgsql as $$
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
  ), deleted as (
    delete from key k using doomed d where (k.keyspace, k.high, k.low) = (dead, d.high, d.low)
    returning k.id, k.type
  ), buried as (
    insert into graveyard (id, type) select d.id, d.type from deleted d where d.id is not null
  )
  select count(*) into gone from deleted;
  if gone < max_rows then
    delete from key_count where keyspace = dead;
    delete from dead_keyspace where keyspace = dead;
  end if;
  return gone;
end
$$;

-- Removes up to max_rows elements of one collection of the graveyard; one instance at a time. No key leads
-- to them any more, so no locks are needed. Returns how many rows went, -1 if there is nothing left to do.
create function reap_collection(reaper_lock bigint, max_rows bigint) returns bigint language plpgsql as $$
declare
  grave graveyard;
  gone  bigint;
begin
  if not pg_try_advisory_xact_lock(reaper_lock) then
    return -1;
  end if;
  select g.* into grave from graveyard g order by g.id limit 1;
  if grave.id is null then
    return -1;
  end if;
  case grave.type
    when 2 then
      delete from list_chunk c
      using (select first from list_chunk where id = grave.id order by id, first limit max_rows) d
      where (c.id, c.first) = (grave.id, d.first);
      get diagnostics gone = row_count;
    when 3 then
      delete from set_member s
      using (select high, low from set_member where id = grave.id order by id, high, low limit max_rows) d
      where (s.id, s.high, s.low) = (grave.id, d.high, d.low);
      get diagnostics gone = row_count;
    when 4 then
      delete from zset z
      using (select high, low from zset where id = grave.id order by id, high, low limit max_rows) d
      where (z.id, z.high, z.low) = (grave.id, d.high, d.low);
      get diagnostics gone = row_count;
      delete from zset_block b where b.id = grave.id;
    when 5 then
      delete from hash h
      using (select high, low from hash where id = grave.id order by id, high, low limit max_rows) d
      where (h.id, h.high, h.low) = (grave.id, d.high, d.low);
      get diagnostics gone = row_count;
    else
      gone := 0;
  end case;
  if gone < max_rows then
    delete from graveyard where id = grave.id;
  end if;
  return gone;
end
$$;

-- Cuts a block of a sorted set into pieces of about so many elements. What ties stays together.
create function zset_split(zset_id bigint, at_score double precision, at_prefix bytea, piece bigint)
returns void language sql as $$
  with next_block as (
    select b.score, b.prefix from zset_block b
    where b.id = zset_id and (b.score, b.prefix) > (at_score, at_prefix)
    order by b.id, b.score, b.prefix limit 1
  ), ranked as (
    select z.score, substring(z.member from 1 for 256) as prefix,
           (rank() over (order by z.score, substring(z.member from 1 for 256)) - 1) / piece as n
    from zset z
    where z.id = zset_id and (z.score, substring(z.member from 1 for 256)) >= (at_score, at_prefix)
      -- NaN comes behind all other numbers.
      and (z.score, substring(z.member from 1 for 256)) < (coalesce((select score from next_block), 'NaN'),
                                                           coalesce((select prefix from next_block), ''))
  )
  insert into zset_block as b (id, score, prefix, count)
  select zset_id, case when r.n = 0 then at_score else r.score end,
         case when r.n = 0 then at_prefix else r.prefix end, r.count
  from (select distinct on (n) n, score, prefix, count(*) over (partition by n) as count
        from ranked order by n, score, prefix) r
  on conflict (id, score, prefix) do update set count = excluded.count
$$;

-- Begins to count the elements of sorted sets by blocks of at most so many.
create function zset_begin_blocks(ids bigint[], sizes bigint[]) returns void language plpgsql as $$
declare
  fresh record;
begin
  for fresh in select i.id, i.size from unnest(ids, sizes) as i (id, size) loop
    insert into zset_block (id, score, prefix, count) values (fresh.id, '-infinity', '', 0);
    perform zset_split(fresh.id, '-infinity', '', greatest(fresh.size / 2, 1));
  end loop;
end
$$;

-- Counts elements that have come to places in the order of sorted sets, or (negative) have gone from there.
-- A block that has more than its size after that is split; one that is nearly empty joins the one before it,
-- unless that is an empty first one: then its bound tells where a set begins that is emptied from below.
create function zset_count(
  ids bigint[], scores double precision[], prefixes bytea[], deltas bigint[], sizes bigint[]
) returns void language plpgsql as $$
declare
  changed record;
  former  zset_block;
begin
  for changed in
    with delta as (
      select i.id, b.score, b.prefix, sum(i.delta) as delta, max(i.size) as size
      from unnest(ids, scores, prefixes, deltas, sizes) as i (id, score, prefix, delta, size)
      cross join lateral (
        select b.score, b.prefix from zset_block b
        where b.id = i.id and (b.score, b.prefix) <= (i.score, i.prefix)
        order by b.id desc, b.score desc, b.prefix desc limit 1) b
      group by i.id, b.score, b.prefix
    ), written as (
      update zset_block b set count = b.count + d.delta
      from delta d
      where (b.id, b.score, b.prefix) = (d.id, d.score, d.prefix) and d.delta <> 0
      returning b.id, b.score, b.prefix, b.count, d.size
    )
    select * from written w where w.count > w.size or w.count < w.size / 8 order by w.id, w.score, w.prefix
  loop
    if changed.count < 0 then
      raise exception 'the blocks of a sorted set do not add up' using errcode = '22012';
    elsif changed.count > changed.size then
      perform zset_split(changed.id, changed.score, changed.prefix, greatest(changed.size / 2, 1));
    else
      select b.* into former from zset_block b
      where b.id = changed.id and (b.score, b.prefix) < (changed.score, changed.prefix)
      order by b.id desc, b.score desc, b.prefix desc limit 1;
      if former.id is not null
         and (changed.count = 0
              or (former.count > 0 and former.count + changed.count < changed.size / 2)) then
        -- It may have taken in another one just before.
        with gone as (
          delete from zset_block b
          where (b.id, b.score, b.prefix) = (changed.id, changed.score, changed.prefix) returning b.count
        )
        update zset_block b set count = b.count + gone.count from gone
        where (b.id, b.score, b.prefix) = (former.id, former.score, former.prefix);
      end if;
    end if;
  end loop;
end
$$;

-- Counts again what is left in the blocks of a sorted set from one place in its order to another.
create function zset_recount(
  zset_id bigint, from_score double precision, from_prefix bytea, to_score double precision, to_prefix bytea
) returns void language plpgsql as $$
declare
  first_block zset_block;
  last_block  zset_block;
begin
  select b.* into first_block from zset_block b
  where b.id = zset_id and (b.score, b.prefix) <= (from_score, from_prefix)
  order by b.id desc, b.score desc, b.prefix desc limit 1;
  if first_block.id is null then
    return;
  end if;
  select b.* into last_block from zset_block b
  where b.id = zset_id and (b.score, b.prefix) <= (to_score, to_prefix)
  order by b.id desc, b.score desc, b.prefix desc limit 1;
  -- Those between the two lose everything, so the first one grows to where the last one begins.
  delete from zset_block b
  where b.id = zset_id and (b.score, b.prefix) > (first_block.score, first_block.prefix)
    and (b.score, b.prefix) < (last_block.score, last_block.prefix);
  update zset_block b set count = (
    select count(*) from zset z
    where z.id = zset_id and (z.score, substring(z.member from 1 for 256)) >= (b.score, b.prefix)
      and (z.score, substring(z.member from 1 for 256)) < (
        coalesce((select n.score from zset_block n
                  where n.id = zset_id and (n.score, n.prefix) > (b.score, b.prefix)
                  order by n.id, n.score, n.prefix limit 1), 'NaN'),
        coalesce((select n.prefix from zset_block n
                  where n.id = zset_id and (n.score, n.prefix) > (b.score, b.prefix)
                  order by n.id, n.score, n.prefix limit 1), '')))
  where b.id = zset_id
    and (b.score, b.prefix) in ((first_block.score, first_block.prefix), (last_block.score, last_block.prefix));
end
$$;
