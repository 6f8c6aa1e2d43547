-- Room in a new row that its first overwrite gives up. PostgreSQL tidies a page up as soon as less of it is free than
-- its fill factor leaves. Pages are filled to just that, so with rows that keep their size each overwrite would tidy
-- up after the one before it, which looks at every row of the page: a sixth of what an overwrite costs. Once rows
-- have shrunk, several overwrites share that. Rows that are never overwritten cost 16 bytes more. A uuid is nothing
-- but a type of 16 bytes.
alter table key add column room uuid default '00000000-0000-0000-0000-000000000000';
alter table hash add column room uuid default '00000000-0000-0000-0000-000000000000';

-- As before, but a block is looked up once: what finds it also tells the place of its row, by which it is
-- written. An array of places can be reached in one way only, whatever the planner knows of the table.
create or replace function zset_count(
  ids bigint[], scores double precision[], prefixes bytea[], deltas bigint[], sizes bigint[]
) returns void language plpgsql as $$
declare
  places  tid[];
  changes bigint[];
  changed record;
  former  zset_block;
begin
  select array_agg(d.place), array_agg(d.delta) into places, changes
  from (
    select b.place, sum(i.delta)::bigint as delta
    from unnest(ids, scores, prefixes, deltas) as i (id, score, prefix, delta)
    cross join lateral (
      select b.ctid as place from zset_block b
      where b.id = i.id and (b.score, b.prefix) <= (i.score, i.prefix)
      order by b.id desc, b.score desc, b.prefix desc limit 1) b
    group by b.place) d
  where d.delta <> 0;
  for changed in
    with written as (
      update zset_block b set count = b.count + changes[array_position(places, b.ctid)]
      where b.ctid = any (places)
      returning b.id, b.score, b.prefix, b.count, sizes[array_position(ids, b.id)] as size
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

-- As before, but what all rows have in common, most of the time, is not listed for each of them.
create or replace function write_blind(
  store_lock bigint, locks bigint[], mapping_generation bigint,
  worker_id bigint, worker_epoch bigint, worker_n bigint,
  keyspaces bigint[], highs bigint[], lows bigint[], names bytea[],
  types smallint[], encodings smallint[], row_values bytea[], expiries bigint[], versions bigint[]
) returns void language plpgsql as $$
declare
  now_millis bigint;
  written    bigint;
  change     record;
  space      bigint;
  kind       smallint;
begin
  if not pg_try_advisory_xact_lock_shared(store_lock) then
    raise exception 'another instance holds the store' using errcode = 'PR002';
  end if;
  update worker set n = n + 1
  where id = worker_id and epoch = worker_epoch and n = worker_n
    and (select generation from store) = mapping_generation
    and not exists (select from unnest(locks) as l (id) where not pg_try_advisory_xact_lock(l.id));
  if not found then
    raise exception 'another instance holds a key, this worker has been fenced, or the mapping of databases has changed'
      using errcode = 'PR002';
  end if;
  if 0 = all (expiries) and keyspaces[1] = all (keyspaces) and types[1] = all (types) then
    space := keyspaces[1];
    kind := types[1];
    update key k
    set type = kind, encoding = i.encoding, value = i.value, version = i.version, items = null, room = null
    from (
      select space as keyspace, l.*
      from unnest(highs, lows, encodings, row_values, versions) as l (high, low, encoding, value, version) offset 0) as i
    where k.keyspace = any (array[i.keyspace]) and (k.high, k.low) = (i.high, i.low)
      and k.type <> 0 and k.expires_at is null and k.id is null;
    get diagnostics written = row_count;
    if written = cardinality(highs) then
      return;
    end if;
  end if;
  now_millis := floor(extract(epoch from clock_timestamp()) * 1000);
  for change in
    with written as (
      insert into key as k (keyspace, high, low, name, type, encoding, value, expires_at, version)
      select i.keyspace, i.high, i.low, i.name, i.type, i.encoding, i.value,
             case when i.expires_at < 0 then now_millis - i.expires_at else nullif(i.expires_at, 0) end, i.version
      from unnest(keyspaces, highs, lows, names, types, encodings, row_values, expiries, versions)
        as i (keyspace, high, low, name, type, encoding, value, expires_at, version)
      where i.version is distinct from (
        select k.version from key k where (k.keyspace, k.high, k.low) = (i.keyspace, i.high, i.low))
      on conflict (keyspace, high, low) do update
      set type = excluded.type, encoding = excluded.encoding, value = excluded.value,
          expires_at = excluded.expires_at, version = excluded.version,
          id = null, length = null, head = null, items = null, room = null,
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

-- As write_blind, for a single string without an expiry, which most of the time is there already: what a client
-- that waits for each of its replies writes. Lists of one would cost it a tenth of its time.
create function write_blind_one(
  store_lock bigint, key_lock bigint, mapping_generation bigint,
  worker_id bigint, worker_epoch bigint, worker_n bigint,
  key_keyspace bigint, key_high bigint, key_low bigint, key_name bytea,
  key_type smallint, key_encoding smallint, key_value bytea, key_version bigint
) returns void language plpgsql as $$
begin
  if pg_try_advisory_xact_lock_shared(store_lock) and pg_try_advisory_xact_lock(key_lock) then
    update key k
    set type = key_type, encoding = key_encoding, value = key_value, version = key_version, items = null, room = null
    where k.keyspace = key_keyspace and k.high = key_high and k.low = key_low
      and k.type <> 0 and k.expires_at is null and k.id is null;
    if found then
      update worker set n = n + 1
      where id = worker_id and epoch = worker_epoch and n = worker_n
        and (select generation from store) = mapping_generation;
      if not found then
        raise exception 'this worker has been fenced, or the mapping of databases has changed' using errcode = 'PR002';
      end if;
      return;
    end if;
  end if;
  perform write_blind(
    store_lock, array[key_lock], mapping_generation, worker_id, worker_epoch, worker_n,
    array[key_keyspace], array[key_high], array[key_low], array[key_name],
    array[key_type], array[key_encoding], array[key_value], array[0::bigint], array[key_version]);
end
$$;
